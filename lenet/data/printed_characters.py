"""Printed letters and signs that are not digits: data only.

Characters that people could take for a digit are left out: O, l, Z, S, B, g and q, the
Greek alpha and theta, and many letters of other scripts. All are in DejaVu Sans.
"""

LATIN = "ACEFHJKLMNPRTUVWXYacdefhkmnprtuvwx"
GREEK = "ΓΔΛΞΠΣΨΩγεηκλμνπχψω"
CYRILLIC = "ГДЖИЙЛПЦШЩЮЯЂЉЊЋгджийклмнптцшщыюяђљњћ"
ARMENIAN = "ԱԲԴԵԺԻԼԽՀՃՄՆՊՌՐաբդեթժիխհղմնպռտր"
GEORGIAN = "თლორტფქღშჭჰ"
HEBREW = "אגהחכמעצקשת"
ARABIC = "بتثسشصضفكن"
OTHER_LETTERS = "ⴲⴳⴴⴽⴿⵌⵖⵟⵞⵣⵥⵃກຜຝພຟຫ"
SIGNS = (
    "+=×÷%&@#*<>~§¶€£¥★♥☂☺☎✂⌂♪♣∞∑√≈≠±←→↑↓⇒▽☆✓✗{"
    "}≤≥⊂∀∪∩⊥⊞⊠⊗⊕∇∏♠♦♫☀☁₪₩₽₺ℝ℞№™⇔↔⚓⚡⚒⚖✈✉✌✍✿❄❤❦➤⬅⬇"
)
PRINTED_CHARACTERS = (
    LATIN + GREEK + CYRILLIC + ARMENIAN + GEORGIAN + HEBREW + ARABIC + OTHER_LETTERS
) + SIGNS
# Half of a b or an R looks like a 6 or a 1.
WITHOUT_BOWLS = "AEFKMNVWXYkmvwxДЖИЛЯжикмΛΞΣΨΩλψωא#*±≠≈☆"

"""What the page says, in English and in Chinese; the browser chooses the language.

Python never learns a visitor's language: handlers give facts, and scripts on the page
put them into these words (for the Train tab, see said.py). `$1` stands where such a
script puts a number.
"""

from pathlib import Path

from lenet.app import look_texts
from lenet.app.localization import LABELS

ENGLISH = {
    "introduction": "# LeNet-5, live\n"
    "A neural network of 1998 with 61,706 weights reads your handwriting.",
    "recognize": "Recognize",
    "train": "Train",
    "invitation": "Open it on another phone or computer",
    "photo": "or a photo of a number",
    "examples_title": "or one of these",
    "examples_picture": "Example $1",
    "switches": "Switch steps off and see what they are good for",
    "ink_is": "The ink is",
    "ink_auto": "found by itself",
    "ink_dark": "dark",
    "ink_light": "light",
    "cut_out": "cut the digit out",
    "fit": "fit it into 20x20 and centre it",
    "pad_canvas": "Drawing pad: draw a digit or a number here",
    "pad_hint": "draw a digit",
    "pad_thin": "Thin pen",
    "pad_medium": "Medium pen",
    "pad_thick": "Thick pen",
    "pad_eraser": "Eraser",
    "pad_undo": "Undo",
    "pad_redo": "Redo",
    "pad_paper": "Dark or light paper",
    "pad_clear": "Clear",
    "answer_invitation": "Draw a digit, or give a photo of a number.",
    "answer_sure": "$1 % sure",
    "answer_unsure": "not sure it is a digit; $1 at best",
    "answer_number": "$1 digits, the least sure one $2 %",
    "answer_partly": "$1 digits, not sure of $2",
    "answer_doubted": "$1 pieces of ink, not sure that they are digits",
    "answer_blank": "No digit found. Draw larger, or crop closer.",
    "answer_unreadable": "$1",
    "answer_bars": "probability of each digit",
    "answer_seen": "what the network sees",
    "answer_boxed": "the digits found, framed",
    "steps_title": "From your picture to the network's input",
    "steps_none": "Every step will be shown here.",
    "steps_open": "your picture",
    "steps_gray": "in gray",
    "steps_flatten": "shadows away",
    "steps_ink": "ink made bright",
    "steps_clean": "specks left out",
    "steps_crop": "cut out",
    "steps_center": "fitted, centred",
    "steps_sure": "$1 · $2 %",
    "steps_unsure": "? · $1 at best",
}
SIMPLIFIED = {
    "introduction": "# LeNet-5 现场演示\n"
    "一个 1998 年的神经网络,只有 61,706 个权重,正在读你的字迹。",
    "recognize": "识别",
    "train": "训练",
    "invitation": "在别的手机或电脑上打开",
    "photo": "或者一张数字照片",
    "examples_title": "或者试试这些",
    "examples_picture": "示例 $1",
    "switches": "关掉某些步骤,看看它们有什么用",
    "ink_is": "墨迹的颜色",
    "ink_auto": "自动判断",
    "ink_dark": "深色",
    "ink_light": "浅色",
    "cut_out": "把数字裁出来",
    "fit": "缩放到 20x20 并居中",
    "pad_canvas": "画板:在这里写一个数字或一串数字",
    "pad_hint": "写一个数字",
    "pad_thin": "细笔",
    "pad_medium": "中等笔",
    "pad_thick": "粗笔",
    "pad_eraser": "橡皮",
    "pad_undo": "撤销",
    "pad_redo": "重做",
    "pad_paper": "深色或浅色的纸",
    "pad_clear": "清空",
    "answer_invitation": "写一个数字,或者上传一张数字照片。",
    "answer_sure": "$1 % 的把握",
    "answer_unsure": "不确定是不是数字;最像 $1",
    "answer_number": "$1 个数字,把握最小的一个 $2 %",
    "answer_partly": "$1 个数字,其中 $2 个不确定",
    "answer_doubted": "$1 处墨迹,不确定是不是数字",
    "answer_blank": "没有找到数字。请写大一点,或者裁剪得近一点。",
    "answer_unreadable": "无法读取:这不是可读的图片,或者图片太大。",
    "answer_bars": "每个数字的概率",
    "answer_seen": "网络看到的",
    "answer_boxed": "找到的数字,已加框",
    "steps_title": "从你的图片到网络的输入",
    "steps_none": "每一步都会显示在这里。",
    "steps_open": "你的图片",
    "steps_gray": "变成灰度",
    "steps_flatten": "去掉阴影",
    "steps_ink": "墨迹变亮",
    "steps_clean": "去掉杂点",
    "steps_crop": "裁出",
    "steps_center": "缩放、居中",
    "steps_sure": "$1 · $2 %",
    "steps_unsure": "? · 最像 $1",
}
TRADITIONAL = {
    "introduction": "# LeNet-5 現場展示\n"
    "一個 1998 年的神經網路,只有 61,706 個權重,正在讀你的字跡。",
    "recognize": "辨識",
    "train": "訓練",
    "invitation": "在別的手機或電腦上開啟",
    "photo": "或者一張數字照片",
    "examples_title": "或者試試這些",
    "examples_picture": "範例 $1",
    "switches": "關掉某些步驟,看看它們有什麼用",
    "ink_is": "墨跡的顏色",
    "ink_auto": "自動判斷",
    "ink_dark": "深色",
    "ink_light": "淺色",
    "cut_out": "把數字裁出來",
    "fit": "縮放到 20x20 並置中",
    "pad_canvas": "畫板:在這裡寫一個數字或一串數字",
    "pad_hint": "寫一個數字",
    "pad_thin": "細筆",
    "pad_medium": "中等筆",
    "pad_thick": "粗筆",
    "pad_eraser": "橡皮擦",
    "pad_undo": "復原",
    "pad_redo": "重做",
    "pad_paper": "深色或淺色的紙",
    "pad_clear": "清空",
    "answer_invitation": "寫一個數字,或者上傳一張數字照片。",
    "answer_sure": "$1 % 的把握",
    "answer_unsure": "不確定是不是數字;最像 $1",
    "answer_number": "$1 個數字,把握最小的一個 $2 %",
    "answer_partly": "$1 個數字,其中 $2 個不確定",
    "answer_doubted": "$1 處墨跡,不確定是不是數字",
    "answer_blank": "沒有找到數字。請寫大一點,或者裁剪得近一點。",
    "answer_unreadable": "無法讀取:這不是可讀的圖片,或者圖片太大。",
    "answer_bars": "每個數字的機率",
    "answer_seen": "網路看到的",
    "answer_boxed": "找到的數字,已加框",
    "steps_title": "從你的圖片到網路的輸入",
    "steps_none": "每一步都會顯示在這裡。",
    "steps_open": "你的圖片",
    "steps_gray": "變成灰階",
    "steps_flatten": "去掉陰影",
    "steps_ink": "墨跡變亮",
    "steps_clean": "去掉雜點",
    "steps_crop": "裁出",
    "steps_center": "縮放、置中",
    "steps_sure": "$1 · $2 %",
    "steps_unsure": "? · 最像 $1",
}
for _part in (look_texts,):
    for _texts, _more in zip((ENGLISH, SIMPLIFIED, TRADITIONAL), _part.ALL):
        _texts |= _more
GROUPS = ("pad", "answer", "steps", "examples")
GROUPS += look_texts.GROUPS
WORDS_SCRIPT = Path(__file__).with_name("words.js").read_text(encoding="utf-8")


def _with_groups(texts: dict[str, str]) -> dict[str, str]:
    """Add each group's texts as one: a script on the page gets a single label."""
    groups = {
        f"all_{group}": "\n".join(
            f"{key.removeprefix(group + '_')}={text}"
            for key, text in texts.items()
            if key.startswith(f"{group}_")
        )
        for group in GROUPS
    }
    return texts | groups


_OLD = _with_groups(ENGLISH)


def TEXTS(key):
    LABELS.translations["en"][key] = _OLD[key]
    return LABELS(key)


def scripted(group: str, *scripts: str) -> dict[str, object]:
    """Give gr.HTML's arguments for scripts that say this group's texts by `say`."""
    paths = [Path(__file__).parent / script for script in scripts]
    return {
        "label": TEXTS(f"all_{group}"),
        "show_label": False,
        "js_on_load": WORDS_SCRIPT
        + "".join(path.read_text(encoding="utf-8") for path in paths),
    }

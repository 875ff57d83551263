"""What is added to the head of Gradio's page, its icon, and its manifest.

The manifest lets phones put the page on their home screens, as an app of its own.
"""

from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ICON = FOLDER / "icon.png"  # tests/icon.py draws it
ICON_SIZES = 192, 512  # which Gradio makes of it, and Android asks for
LIGHT, DARK = "#ffffff", "#0f0f11"  # the page's backgrounds
LOADING_CLOCK = (FOLDER / "loading_clock.js").read_text(encoding="utf-8")
PROXY_CHECK = (FOLDER / "proxy_check.js").read_text(encoding="utf-8")
ADDITIONS = f"""
<meta name="theme-color" content="{LIGHT}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="{DARK}" media="(prefers-color-scheme: dark)">
<link rel="icon" type="image/png" href="./pwa_icon/{ICON_SIZES[0]}">
<link rel="apple-touch-icon" href="./pwa_icon/{ICON_SIZES[0]}">
<script>{{{LOADING_CLOCK}}}</script>
<script type="module">{PROXY_CHECK}</script></head>""".encode()


def complete_head(page: bytes) -> bytes:
    """Add our scripts to Gradio's page, and make its links work below any path."""
    page = page.replace(b'href="/manifest.json"', b'href="./manifest.json"', 1)
    return page.replace(b"</head>", ADDITIONS, 1)


def manifest(title: str, language: str) -> dict[str, Any]:
    """Give the manifest; its addresses work below any path."""
    icons = [
        {"src": f"./pwa_icon/{side}", "sizes": f"{side}x{side}", "type": "image/png"}
        for side in ICON_SIZES
    ]
    return {
        "name": title,
        "short_name": "LeNet-5",
        "lang": language,
        "start_url": "./",
        "display": "standalone",
        "theme_color": DARK,
        "background_color": DARK,
        "icons": icons,
    }

"""What the head of Gradio's page gets from us before it is served."""

from pathlib import Path

PROXY_CHECK = Path(__file__).with_name("proxy_check.js").read_text(encoding="utf-8")
ADDITIONS = f'<script type="module">{PROXY_CHECK}</script></head>'.encode()


def complete_head(page: bytes) -> bytes:
    """Add our scripts to Gradio's page, and make its links work below any path."""
    page = page.replace(b'href="/manifest.json"', b'href="./manifest.json"', 1)
    return page.replace(b"</head>", ADDITIONS, 1)

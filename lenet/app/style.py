"""How the page looks: the style sheets of all parts, and Gradio's theme."""

from pathlib import Path

import gradio as gr

STYLE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).parent.rglob("*.css"))
)
# Gradio's theme with the system's fonts, and with enough contrast for WCAG's level AA.
THEME = gr.themes.Default(
    font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
).set(
    body_text_color_subdued="*neutral_500",
    button_primary_background_fill="*primary_700",
    button_primary_background_fill_dark="*primary_700",
    button_primary_background_fill_hover="*primary_800",
    button_primary_background_fill_hover_dark="*primary_800",
)

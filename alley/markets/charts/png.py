"""The picture as PNG, for e-mail, for cards on other sites, and for readers of feeds."""

from pathlib import Path

import resvg_py

from alley.markets.charts.palette import BY_THEME, DARK, LIGHT

FONT = Path(__file__).parent / "fonts" / "inter-450-latin.ttf"  # the same letters everywhere
PAPER = {"light": LIGHT["paper"], "dark": DARK["paper"]}


def png(picture: str, theme: str = "light", zoom: float = 2) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=picture,
        style_sheet=BY_THEME[theme],
        background=PAPER[theme],
        zoom=zoom,
        skip_system_fonts=True,
        font_files=[str(FONT)],
        font_family="Inter",
        sans_serif_family="Inter",
    )

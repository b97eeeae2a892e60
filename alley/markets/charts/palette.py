"""Colours of a picture that stands alone, in light and dark; on a page chart.css gives them."""

from base64 import b64encode
from hashlib import sha256

LIGHT = {
    "paper": "#fdfcf9",
    "ink": "#16181b",
    "soft": "#565b61",
    "rule": "#e4dfd3",
    "accent": "#8a1f2d",
    "up": "#0f6b45",
    "down": "#b3261e",
    "one": "#1a5fb4",
    "two": "#8a5a00",
    "three": "#6a3d9a",
    "four": "#00796b",
    "five": "#ad1457",
    "drawn": "#1a5fb4",
}
DARK = {
    "paper": "#14171a",
    "ink": "#e9e6df",
    "soft": "#a3a8ad",
    "rule": "#262b30",
    "accent": "#f0909a",
    "up": "#58c796",
    "down": "#f28b82",
    "one": "#8ab4f8",
    "two": "#e6b450",
    "three": "#c9a0f0",
    "four": "#5ec9bb",
    "five": "#f48fb1",
    "drawn": "#8ab4f8",
}
RULES = """.chart-paper{{fill:{paper}}}
text{{font-family:"Inter Variable",Inter,system-ui,sans-serif}}
.chart-word{{fill:{soft};font-size:12px}}
.chart-name{{fill:{ink};font-size:15px;font-weight:600}}
.chart-small{{fill:{soft};font-size:10.5px}}
.chart-rule{{fill:none;stroke:{rule}}}
.chart-break{{fill:none;stroke:{soft};stroke-dasharray:2 3}}
.chart-zero{{fill:none;stroke:{soft};stroke-dasharray:4 3}}
.chart-guide{{fill:none;stroke:{soft};stroke-dasharray:2 3}}
.chart-line{{fill:none;stroke:{accent};stroke-width:1.6;stroke-linejoin:round}}
.chart-area{{fill:{accent};fill-opacity:0.12}}
.candle.is-up{{fill:{up};stroke:{up}}}
.candle.is-down{{fill:{down};stroke:{down}}}
.chart-bar{{fill:none;stroke-width:1.4}}
.chart-bar.is-up{{stroke:{up}}}
.chart-bar.is-down{{stroke:{down}}}
.chart-column.is-up{{fill:{up};fill-opacity:0.55}}
.chart-column.is-down{{fill:{down};fill-opacity:0.55}}
.chart-over,.chart-compared{{fill:none;stroke-width:1.4;stroke-linejoin:round}}
.chart-over.is-edge{{stroke-dasharray:5 3}}
.chart-over-0,.chart-compared-0{{stroke:{one}}}
.chart-over-1,.chart-compared-1{{stroke:{two}}}
.chart-over-2,.chart-compared-2{{stroke:{three}}}
.chart-over-3,.chart-compared-3{{stroke:{four}}}
.chart-over-4,.chart-over-5,.chart-over-6,.chart-over-7,.chart-compared-4{{stroke:{five}}}
.chart-last{{fill:none;stroke:{soft};stroke-dasharray:1 3}}
.chart-tag{{fill:{ink}}}
.chart-tag-word{{fill:{paper};font-size:11.5px;font-weight:600}}
.chart-then{{fill:none;stroke:{ink};stroke-dasharray:6 4}}
.chart-marker{{fill:{one}}}
.drawing{{fill:none;stroke:{drawn};stroke-width:1.6}}
.drawing-fill{{fill:{drawn};fill-opacity:0.1}}
.drawing-dot{{fill:{drawn}}}
.drawing-word{{fill:{drawn};font-size:12px;font-weight:600;paint-order:stroke;stroke:{paper};stroke-width:3px;stroke-linejoin:round}}
"""
BY_THEME = {"light": RULES.format(**LIGHT), "dark": RULES.format(**DARK)}
BOTH = ":root{color-scheme:light dark}\n" + RULES.format(
    **{name: f"light-dark({LIGHT[name]},{DARK[name]})" for name in LIGHT}
)
STYLE_HASH = b64encode(sha256(BOTH.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; frame-ancestors 'none'"


def standing_alone(picture: str) -> str:
    """The picture as a file of its own, in the colours of whoever looks at it."""
    head, mark, rest = picture.partition("<title>")
    return f"{head}<style>{BOTH}</style>{mark}{rest}"

"""Is this everyday word a company here? Only when the words around it speak of business."""

import re

BEFORE_OR_AFTER = 90  # letters each side that count as near
FINANCE = re.compile(
    r"\b(?:shares?|stocks?|shareholders?|investors?|earnings|revenues?|profits?|quarter(?:ly)?|sales"
    r"|dividends?|analysts?|NYSE|Nasdaq|IPO|market value|market cap|outlook|forecasts?|CEO|CFO"
    r"|chief executive|retailer|chipmaker|carmaker|automaker|airline|oil major|lender|bank|miner"
    r"|iPhone|smartphone|buyback|takeover|merger|acquisition|stake|plc|Inc|Corp|company|same-store"
    r"|guidance|listed|rival|shares of|downgraded?|upgraded?|price target|layoffs|antitrust)\b"
)
AGAINST = re.compile(
    r"\b(?:pie|pies|juice|orchard|cider|tree|trees|fruit|fruits|medal|rush|Harrison|President"
    r"|wage gap|gender gap|gap year|generation gap|beach|sea ?shell|egg|carnival parade|Holiday Inn"
    r"|River|river|delta variant|Variant|variant|Nations|Kingdom|States|Soviet|European)\b"
)
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z“\"'])|\n")


def speaks_of_business(text: str, start: int, end: int) -> bool:
    """Business words in the same sentence and near, and nothing that speaks against."""
    left, right = _sentence(text, start, end)
    near = f"{text[left:start]} {text[end:right]}"
    return bool(FINANCE.search(near)) and not AGAINST.search(text[max(left, start - 25) : end + 25])


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    left, right = max(0, start - BEFORE_OR_AFTER), min(len(text), end + BEFORE_OR_AFTER)
    for stop in _SENTENCE.finditer(text, left, start):
        left = stop.end()
    after = _SENTENCE.search(text, end, right)
    return left, after.start() if after else right


def continues_a_name(text: str, start: int, end: int) -> bool:
    """`Union` of `Soviet Union`, `Ford` of `Harrison Ford`: part of a longer capitalised name."""
    before = re.search(r"([A-Z][\w'’]+)[ -]$", text[max(0, start - 25) : start])
    after = re.match(r"[ -]([A-Z][\w]+)", text[end : end + 25])
    starters = {"The", "But", "And", "While", "When", "As", "In", "On", "At", "For", "Shares"}
    ends = {
        "Inc",
        "Corp",
        "Corporation",
        "Plc",
        "Ltd",
        "Group",
        "Co",
        "Company",
        "Motor",
        "Holdings",
    }
    return bool(before and before[1] not in starters) or bool(after and after[1] not in ends)


def is_boilerplate(text: str, start: int, end: int) -> bool:
    """A wire's byline or credit, such as (Reuters), © Reuters or REUTERS/Stringer."""
    around = text[max(0, start - 4) : start], text[end : end + 3]
    return "(" in around[0][-1:] and around[1][:1] == ")" and " -" in text[end : end + 4]

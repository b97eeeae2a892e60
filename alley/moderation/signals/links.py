"""Links in every dress, ways to be contacted, and the phrases of promotion and giveaways."""

import re

from alley.moderation.context import Context
from alley.moderation.folding import skeleton
from alley.moderation.verdicts import Mark, Span
from alley.moderation.words import words

ENDINGS = (
    "com|net|org|info|biz|io|co|me|app|xyz|top|site|online|shop|store|club|live|ru|cn|uk|de|fr|eu"
    "|in|us|ai|gg|ly|to|tv|cc|vip|pro|finance|trade|exchange|ltd|dev|link|page|tk|ml|ga|cf"
)
DOMAIN = rf"(?:[a-z0-9](?:[a-z0-9-]{{0,40}})\.){{1,4}}(?:{ENDINGS})(?![a-z0-9-])"
PATH = r"(?:/[^\s<>]{0,200})?"
LINK = re.compile(rf"https?://[^\s<>]{{1,200}}|(?<![@\w.$-]){DOMAIN}{PATH}", re.I)
DOT = r"(?:\[\.?\]|\(\.?\)|[\[({ ]dot[\])} ])"
HIDDEN = re.compile(
    rf"\b[a-z0-9-]{{2,40}} ?{DOT} ?(?:{ENDINGS})\b"
    r"|\bhxxps?\b|\b(?:t|telegram) ?(?:\.|dot) ?me ?(?:/|slash) ?\w",
    re.I,
)
CONTACT = re.compile(
    r"\b(?:whats ?app|telegram|signal|wechat|viber|text|call|dm|inbox)\b[^\d@+\n]{0,20}"
    r"(?:\+?\d[\d ().-]{6,18}\d|@\w{3,})"
    r"|\+\d[\d ().-]{7,17}\d"
    r"|[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2,8}\b",
    re.I,
)
PHRASES = {  # how strongly each phrase speaks of promotion
    weight: re.compile(rf"\b(?:{'|'.join(sorted(words(name)))})", re.I)
    for weight, name in ((0.6, "promotion_strong"), (0.3, "promotion_weak"))
}
HELD = "Comments with links or contacts wait for a moderator."


def links(text: str, context: Context) -> list[Mark]:
    marks = []
    found = list(LINK.finditer(text)) if "." in text else []
    if spans := _spans(found, blocked=True):
        marks.append(Mark("blocked_domain", "This address is known for spam.", 1.0, spans))
    if spans := _spans(found, blocked=False):
        marks.append(Mark("link", HELD, 0.8, spans))
    hidden = list(HIDDEN.finditer(text))
    if not found and not text.isascii():
        hidden += _folded(text)
    if hidden:
        marks.append(Mark("hidden_link", HELD, 0.9, tuple(each.span() for each in hidden)))
    if contacts := tuple(each.span() for each in CONTACT.finditer(text)):
        marks.append(Mark("contact", HELD, 0.9, contacts))
    return marks


def promotion(text: str, context: Context) -> list[Mark]:
    spans: list[Span] = []
    score = 0.0
    for weight, pattern in PHRASES.items():
        for found in pattern.finditer(text):
            spans.append(found.span())
            score += weight
    if not spans:
        return []
    return [Mark("promotion", "This reads like promotion.", min(1.0, score), tuple(sorted(spans)))]


def domain_of(link: str) -> str:
    return re.sub(r"^https?://(?:[^/@]*@)?(?:www\.)?", "", link.lower()).split("/")[0].split(":")[0]


def _spans(found: list[re.Match[str]], *, blocked: bool) -> tuple[Span, ...]:
    return tuple(each.span() for each in found if _blocked(domain_of(each[0])) is blocked)


def _blocked(domain: str) -> bool:
    parts = domain.split(".")
    known = words("domains")
    return any(".".join(parts[at:]) in known for at in range(len(parts) - 1))


def _folded(text: str) -> list[re.Match[str]]:
    """Addresses in look-alike letters, where folding keeps each letter's place."""
    flat = skeleton(text)
    return list(LINK.finditer(flat)) if len(flat) == len(text) else []

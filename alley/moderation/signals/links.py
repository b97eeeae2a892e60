"""Links in every dress, and ways to be contacted."""

import re
from collections.abc import Iterable

from alley.moderation.context import Context
from alley.moderation.folding import Folded, fold
from alley.moderation.verdicts import Mark, Span
from alley.moderation.words import words
from alley.moderation.words.blocklist import is_blocked

ENDINGS = (
    "com|net|org|info|biz|io|co|me|app|xyz|top|site|online|shop|store|club|live|ru|cn|uk|de|fr|eu"
    "|in|us|ai|gg|ly|to|tv|cc|vip|pro|finance|trade|exchange|ltd|dev|link|page|tk|ml|ga|cf|click"
    "|icu|cyou|buzz|fun|win|bet|bid|loan|world|space|website|tech|cloud|network|capital|fund|money"
    "|investments|trading|markets|casino|ws|su|ua|by|kz|pl|nl|it|es|ch|at|ca|au|br|jp|kr|id|ph|vn"
    "|ng|za|gov|edu|news|blog|chat|social|group|agency|digital|email|gd|gl|la|sh|so|st|im|am|fm|lol"
)
# A full stop without a space, as in "went up.In my view", makes no link of a word like these.
WORDLIKE = words("wordlike_endings")
LONGEST_TICKER = 8  # RY.TO
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,40})"
DOMAIN = rf"(?:{LABEL}\.){{1,4}}(?:{ENDINGS})(?![a-z0-9-])"
PATH = r"(?:[/?][^\s<>]{0,200})?"
LINK = re.compile(rf"https?://[^\s<>]{{1,200}}|(?<![@\w.$-]){DOMAIN}{PATH}")
DOT = r"(?:\[ ?(?:\.|dot|d0t)? ?\]|\( ?(?:\.|dot|d0t)? ?\)|\{ ?(?:\.|dot) ?\}| (?:dot|d0t) )"
HIDDEN = re.compile(
    rf"\b[a-z0-9-]{{2,40}} ?{DOT} ?(?:{ENDINGS})\b"
    r"|\bhxxps?\b|\bh ?t ?t ?p ?s? ?: ?/ ?/"
    r"|\b(?:t|telegram|wa) ?(?:\.|,|dot|\[\.\]) ?me ?(?:/|slash|\\) ?\w"
    r"|\bdiscord ?(?:\.|dot) ?gg\b|\b(?:bit|cutt) ?(?:\.|dot) ?ly\b"
    r"|\b[a-z0-9-]{3,40} ?\. (?:com|net|org|xyz)\b(?! ?[a-z0-9])"
    r"|\b[a-z0-9-]{3,40} (?:\.|dot) ?(?:com|net|org|xyz|io)\b"
)
APPS = (
    r"(?:wh?[a@]t'?s?[ -]?[a@]pp?|tele ?gr[a@]m|t ?gram|signal|we ?chat|viber|skype|kik|line app"
    r"|snap(?:chat)?|insta(?:gram)?)"
)
CONTACT = re.compile(
    rf"\b(?:{APPS}|text|call|dm|inbox|sms|reach|write)\b[^\d@+\n]{{0,20}}"
    r"(?:\(?\+?\(?\d[\d ().-]{6,18}\d|@\w{3,})"
    r"|(?<!\w)\+\(?\d[\d ().-]{7,17}\d"
    rf"|\b(?:add|hit|join|contact|find|message|reach|talk|write)\b[^.!?\n]{{0,20}}\bon {APPS}\b"
    rf"|\b(?:my|via|his|her|our|their|through) {APPS}\b[ :]"
    r"|(?<![\w.+-])[\w.+-]{1,40}@[\w-]{1,40}\.[a-z]{2,8}\b"
)
# Without one of these the whole patterns, which are slow, find nothing.
DOTTED = re.compile(r"\.[a-z]")
DRESSES = (
    *("[", "(", "{", "dot", "d0t", "hxxp", "/", "\\", "slash", "discord"),
    *(" .", ". com", ". net", ". org", ". xyz", ".ly", ". ly"),
)
NUMBER = re.compile(r"\d[\d ().-]{6,18}\d")
APP = re.compile(r"t'?s?[ -]?[a@]p")
OTHER_APPS = ("gr", "signal", "chat", "viber", "skype", "kik", "line app", "snap", "insta")
SHORTEST_WALLET = 28
WALLET = re.compile(r"\b(?:0x[0-9a-f]{40}|bc1[a-z0-9]{25,60}|[13][a-km-z1-9]{33})\b")
HELD = "Comments with links or contacts wait for a moderator."


def links(text: str, context: Context) -> list[Mark]:
    folded = fold(text)
    said = folded.text
    marks = []
    found = [each for each in _links(said) if _is_link(folded, each)]
    disguised = [each for each in found if not _as_written(folded, each)]
    found = [each for each in found if _as_written(folded, each)]
    if spans := _spans(folded, [each for each in found if is_blocked(domain_of(each[0]))]):
        marks.append(Mark("blocked_domain", "This address is known for spam.", 1.0, spans))
    if spans := _spans(folded, [each for each in found if not is_blocked(domain_of(each[0]))]):
        marks.append(Mark("link", HELD, 0.8, spans))
    hidden = [each for each in _hidden(said) if not _within(each, found)] + disguised
    if spans := _spans(folded, hidden):
        marks.append(Mark("hidden_link", HELD, 0.9, spans))
    if spans := _spans(folded, [*_contacts(said), *_wallets(said)]):
        marks.append(Mark("contact", HELD, 0.9, spans))
    return marks


Found = Iterable[re.Match[str]]


def _links(said: str) -> Found:
    dotted = "." in said and ("://" in said or DOTTED.search(said))
    return LINK.finditer(said) if dotted else ()


def _hidden(said: str) -> Found:
    return HIDDEN.finditer(said) if any(each in said for each in DRESSES) else ()


def _contacts(said: str) -> Found:
    by_app = APP.search(said) or any(each in said for each in OTHER_APPS)
    return CONTACT.finditer(said) if by_app or "@" in said or NUMBER.search(said) else ()


def _wallets(said: str) -> Found:
    long = any(len(each) >= SHORTEST_WALLET for each in said.split())
    return WALLET.finditer(said) if long else ()


def domain_of(link: str) -> str:
    return re.split(r"[/?:#]", re.sub(r"^https?://(?:[^/@]*@)?(?:www\.)?", "", link.lower()))[0]


def _is_link(folded: Folded, found: re.Match[str]) -> bool:
    """Not a company called by its address, a ticker, nor two sentences without a space between."""
    link = found[0]
    if "/" in link or link.startswith("www."):
        return True
    if link in words("company_domains"):
        return False
    *before, ending = link.split(".")
    start, end = folded.span(*found.span())
    written = folded.original[start:end]
    if written.isupper() and len(written) <= LONGEST_TICKER:
        return False
    common = before[-1] in words("english") or before[-1].isdigit()
    return not (ending in WORDLIKE and (common or written[-len(ending)].isupper()))


def _as_written(folded: Folded, found: re.Match[str]) -> bool:
    start, end = folded.span(*found.span())
    return folded.original[start:end].lower() == found[0]


def _within(found: re.Match[str], others: list[re.Match[str]]) -> bool:
    return any(each.start() <= found.start() < each.end() for each in others)


def _spans(folded: Folded, found: list[re.Match[str]]) -> tuple[Span, ...]:
    return tuple(sorted({folded.span(*each.span()) for each in found}))

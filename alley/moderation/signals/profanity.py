"""Profanity and slurs as whole words, so Scunthorpe passes; disguised ones are found, and held."""

from collections.abc import Iterator
from itertools import pairwise

from alley.moderation.context import Context
from alley.moderation.disguises import LONGEST, readings
from alley.moderation.folding import Folded, Word, fold
from alley.moderation.lexicon import Kind, Lexicon, lexicon
from alley.moderation.verdicts import Mark, Span
from alley.moderation.words import words

MESSAGES = {
    "slur": "Slurs are not published here.",
    "profanity": "Please say it without the swear word.",
    "mild_word": "A word that is sometimes coarse.",
    "disguised_word": "A word that looks like a disguised swear word waits for a moderator.",
}
GESTURE = "🖕"
ALSO_NAMES = words("also_names")  # Dick Cheney: only a swear word in lower case


def profanity(text: str, context: Context) -> list[Mark]:
    known, folded = lexicon(), fold(text)
    found: dict[str, set[Span]] = {}
    if known.may_be_among(folded.terms, folded.text):
        named = {name.lower() for name in context.names}
        for word, kind in _said(text, folded.words, known, named):
            found.setdefault("disguised_word" if word.disguised else kind, set()).add(
                (word.start, word.end)
            )
    if GESTURE in text:
        found.setdefault("profanity", set()).add((text.index(GESTURE), text.index(GESTURE) + 1))
    plain = {span for kind in ("slur", "profanity") for span in found.get(kind, ())}
    hidden = {*_read(folded, known), *_broken(folded, known)}
    if hidden := {span for span in hidden if not any(_touch(span, other) for other in plain)}:
        found.setdefault("disguised_word", set()).update(hidden)
    return [_mark(kind, spans) for kind, spans in found.items()]


def _mark(kind: str, spans: set[Span]) -> Mark:
    score = {"mild_word": 0.3, "disguised_word": 0.9}.get(kind, 1.0)
    return Mark(kind, MESSAGES[kind], score, tuple(sorted(spans)))


def _said(
    text: str, said: list[Word], known: Lexicon, named: set[str]
) -> Iterator[tuple[Word, Kind]]:
    for place, word in enumerate(said):
        if word.text in known.phrases:
            for rest, kind in known.phrases[word.text]:
                after = said[place + 1 : place + 1 + len(rest)]
                if tuple(each.text for each in after) == rest:
                    yield Word(word.text, word.start, after[-1].end, word.disguised), kind
        if word.text in named or _is_name(text, word):
            continue
        if found := known.plain(word.text):
            yield word, found


def _is_name(text: str, word: Word) -> bool:
    written = text[word.start : word.end]
    if written.isupper() and text[word.start - 1 : word.start] == "$":
        return True
    names = word.text.removesuffix("'s") in ALSO_NAMES
    return names and written[0].isupper() and written[1:].islower()


def _read(folded: Folded, known: Lexicon) -> Iterator[Span]:
    for reading in readings(folded):
        if reading.inside:
            hit = known.within(reading.forms[0]) is not None
        else:
            hit = any(known.read(form, exactly=reading.exactly) for form in reading.forms)
            hit = hit or bool(reading.stars and known.behind_stars(reading.stars))
        if hit:
            yield folded.span(reading.start, reading.end)


def _broken(folded: Folded, known: Lexicon) -> Iterator[Span]:
    """A word in two or three pieces (sh it), where a piece is no word by itself."""
    terms, begin = folded.terms, known.beginnings
    for place, (first, second) in enumerate(pairwise(terms)):
        if first in begin and first + second in begin:
            yield from _broken_at(place, folded.words, known)


def _broken_at(place: int, said: list[Word], known: Lexicon) -> Iterator[Span]:
    innocent = words("innocent")
    joined = said[place].text
    for after in range(place + 1, min(place + 3, len(said))):
        if said[after].start - said[after - 1].end > 2:
            return
        joined += said[after].text
        if len(joined) > LONGEST:
            return
        if len(joined) > 3 and joined in known.strong:
            pieces = said[place : after + 1]
            if not all(piece.text in innocent for piece in pieces):
                yield said[place].start, said[after].end


def _touch(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]

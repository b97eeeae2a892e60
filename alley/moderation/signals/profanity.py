"""Profanity and slurs as whole words, so Scunthorpe passes; disguised ones are found, and held."""

from collections.abc import Iterator

from alley.moderation.context import Context
from alley.moderation.disguises import LONGEST, readings
from alley.moderation.folding import Word, fold, plain_words
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
    known = lexicon()
    found: dict[str, set[Span]] = {}
    said = plain_words(text)
    named = {name.lower() for name in context.names}
    for word, kind in _said(text, said, known, named):
        found.setdefault("disguised_word" if word.disguised else kind, set()).add(
            (word.start, word.end)
        )
    if GESTURE in text:
        found.setdefault("profanity", set()).add((text.index(GESTURE), text.index(GESTURE) + 1))
    plain = {span for kind in ("slur", "profanity") for span in found.get(kind, ())}
    hidden = {*_read(text, known), *_broken(said, known)}
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


def _read(text: str, known: Lexicon) -> Iterator[Span]:
    folded = fold(text)
    for reading in readings(folded):
        if reading.inside:
            hit = known.within(reading.forms[0]) is not None
        else:
            hit = any(known.read(form, exactly=reading.exactly) for form in reading.forms)
            hit = hit or bool(reading.stars and known.behind_stars(reading.stars))
        if hit:
            yield folded.span(reading.start, reading.end)


def _broken(said: list[Word], known: Lexicon) -> Iterator[Span]:
    """A word in two or three pieces (sh it), where a piece is no word by itself."""
    innocent = words("innocent")
    for place, first in enumerate(said):
        joined = first.text
        for after in (place + 1, place + 2):
            if after >= len(said) or said[after].start - said[after - 1].end > 2:
                break
            joined += said[after].text
            if len(joined) > LONGEST:
                break
            if len(joined) > 3 and joined in known.strong:
                pieces = said[place : after + 1]
                if not all(piece.text in innocent for piece in pieces):
                    yield first.start, said[after].end


def _touch(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]

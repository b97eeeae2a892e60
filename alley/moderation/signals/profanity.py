"""Profanity and slurs as whole words, so Scunthorpe passes; disguised ones are found, and held."""

from alley.moderation.context import Context
from alley.moderation.folding import disguised_words, plain_words
from alley.moderation.verdicts import Mark
from alley.moderation.words import words

STARRED = frozenset({"fck", "sht", "fk", "fcking", "fkin", "btch", "bllsht", "cnt", "bullsht"})


def profanity(text: str, context: Context) -> list[Mark]:
    swearing, slurs = words("profanity"), words("slurs")
    rightly = {name.lower() for name in context.names}
    plain = [word for word in plain_words(text) if word.text not in rightly]
    marks = []
    if spans := tuple((w.start, w.end) for w in plain if w.text in slurs):
        marks.append(Mark("slur", "Slurs are not published here.", 1.0, spans))
    if spans := tuple((w.start, w.end) for w in plain if w.text in swearing):
        marks.append(Mark("profanity", "Please say it without the swear word.", 1.0, spans))
    hidden = {
        (word.start, word.end)
        for word in disguised_words(text)
        if word.text in swearing or word.text in slurs or _starred(word.text, text, word.start)
    }
    if hidden and not marks:
        message = "A word that looks like a disguised swear word waits for a moderator."
        marks.append(Mark("disguised_word", message, 0.9, tuple(sorted(hidden))))
    return marks


def _starred(word: str, text: str, start: int) -> bool:
    return word in STARRED and "*" in text[start : start + len(word) + 4]

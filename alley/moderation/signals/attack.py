"""Personal attack, first form: an insult that is said of a person, not of a thing."""

from alley.moderation.context import Context
from alley.moderation.folding import Word, plain_words
from alley.moderation.verdicts import Mark
from alley.moderation.words import words

YOU = frozenset(
    ["you", "your", "you're", "youre", "u", "ur", "yourself", "yours", "author", "writer"]
)
NEAR = 4  # words between the person and the insult: "you are such a complete fool"
KIND_OF_PERSON = words("persons")
THINGS = words("things")
LINKING = frozenset(["are", "is", "r", "re", "were", "such", "a", "an", "so", "just", "all", "the"])


def attack(text: str, context: Context) -> list[Mark]:
    found = plain_words(text)
    insults = words("insults")
    people = YOU | {name.lower() for name in context.names if " " not in name}
    spans, score = [], 0.0
    for place, word in enumerate(found):
        if word.text not in insults:
            continue
        strength = _strength(found, place, people)
        if strength:
            spans.append((word.start, word.end))
            score = max(score, strength)
    if not spans:
        return []
    score = min(1.0, score + 0.1 * (len(spans) - 1))
    return [Mark("attack", "This reads like an attack on a person.", score, tuple(spans))]


def _strength(found: list[Word], place: int, people: frozenset[str]) -> float:
    """How surely the insult at `place` is meant for somebody."""
    word = found[place].text
    around = found[max(0, place - NEAR - 1) : place + NEAR]
    noun = word in KIND_OF_PERSON
    if word in THINGS:
        return 0.75 if _is_called(found, place, people) else 0.25
    if any(each.text in people for each in around):
        return 0.9 if noun else 0.75
    return 0.55 if noun else 0.25


def _is_called(found: list[Word], place: int, people: frozenset[str]) -> bool:
    """ "you are all such fools", but not "you said retail was trash"."""
    at = place - 1
    while at >= 0 and place - at <= NEAR + 1 and found[at].text in LINKING:
        at -= 1
    return at >= 0 and found[at].text in people

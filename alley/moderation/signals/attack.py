"""Personal attack: what is learned of abusive comments, and insults said of a person to be sure."""

from alley.moderation.context import Context
from alley.moderation.folding import Word, fold
from alley.moderation.learning.model import in_force, prepare
from alley.moderation.verdicts import Mark, Span
from alley.moderation.words import words

YOU = frozenset(
    ["you", "your", "you're", "youre", "u", "ur", "yourself", "yours", "author", "writer"]
)
MARKED_FROM = 0.5
NEAR = 4  # words between the person and the insult: "you are such a complete fool"
KIND_OF_PERSON = words("persons")
THINGS = words("things")
LINKING = frozenset(["are", "is", "r", "re", "were", "such", "a", "an", "so", "just", "all", "the"])


def attack(text: str, context: Context) -> list[Mark]:
    """One mark, whatever the score: the policy says from where it counts."""
    model, prepared = in_force("attack"), prepare(text)
    probability = model.probability(prepared)
    score, said = _said_of_a_person(text, context)
    spans = set(said)
    if probability >= MARKED_FROM:
        spans |= set(model.spans(prepared))
    message = "This reads like an attack on a person."
    return [Mark("attack", message, max(probability, score), tuple(sorted(spans)))]


def _said_of_a_person(text: str, context: Context) -> tuple[float, list[Span]]:
    insults, folded = words("insults"), fold(text)
    if insults.isdisjoint(folded.terms):
        return 0.0, []
    found = folded.words
    people = YOU | {name.lower() for name in context.names if " " not in name}
    spans, score = [], 0.0
    for place, word in enumerate(found):
        if word.text not in insults:
            continue
        strength = _strength(found, place, people)
        if strength >= MARKED_FROM:
            spans.append((word.start, word.end))
            score = max(score, strength)
    return min(1.0, score + 0.1 * (len(spans) - 1)) if spans else 0.0, spans


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

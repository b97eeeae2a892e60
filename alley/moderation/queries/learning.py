"""What moderators decided, as texts to learn from; and the models that came of it."""

from alley.moderation import policy as policies
from alley.moderation.learning.data import Example
from alley.moderation.models import Decision, LearnedModel

NEWEST = 20_000
AGAINST = ("reject", "suspend", "ban")
SIGNALS = {
    "attack": frozenset(["attack", "profanity", "slur", "disguised_word"]),
    "spam": frozenset(["spam", "promotion", "link", "hidden_link", "contact"]),
}


def decided_texts(kind: str) -> list[Example]:
    """Approved texts are good; those turned away under a guideline of this kind are bad.

    What was undone, or decided by the machine, or for another reason, teaches nothing. The author
    is the group: nobody's comments stand on both sides of a split.
    """
    guidelines = {
        guideline.id
        for guideline in policies.current().guidelines
        if any(rule.signal in SIGNALS[kind] for rule in guideline.rules)
    }
    rows = (
        Decision.objects.filter(undone=None, by__isnull=False)
        .exclude(case__text="")
        .order_by("-decided")
        .values_list("action", "guideline", "case__text", "case__author_id")
    )
    newest: dict[str, Example] = {}
    for action, guideline, text, author in rows[:NEWEST]:
        if action == "approve" or (action in AGAINST and guideline in guidelines):
            bad = action != "approve"
            newest.setdefault(text, Example(text, bad, f"author {author}", "decisions"))
    return list(newest.values())


def learned_models() -> list[LearnedModel]:
    """The newest first, without their weights."""
    return list(LearnedModel.objects.defer("content").order_by("kind", "-number")[:100])

"""Part 11 in words: what the software does, for the operator to go on from."""

from collections.abc import Iterator

from alley.moderation.dsa import heads
from alley.moderation.policy import Policy
from alley.moderation.verdicts import Does

OWN = "content moderation engaged in at the providers{} own initiative"


def described(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Applicability, indicator, words; empty where only the operator can know."""
    titles = "; ".join(each.title for each in policy.guidelines)
    rules = [rule for each in policy.guidelines for rule in each.rules]
    held = ", ".join(rule.signal for rule in rules if rule.does is Does.HOLD)
    refused = ", ".join(rule.signal for rule in rules if rule.does > Does.HOLD)
    hours = int(policy.reports.review_within.total_seconds() // 3600)
    appeal = policy.decisions.appeal_within.days
    yield (
        heads.ALL,
        f"Summary of the {OWN.format('’')}",
        (
            f"Comments are screened against the guidelines before they appear: {titles}."
            " What a rule marks waits for a moderator or goes back to its author with the reason."
        ),
    )
    yield (
        heads.ALL,
        f"Meaningful and comprehensible information regarding {OWN.format(chr(39))}",
        (
            "Every restriction has a statement of reasons that names the guideline, the facts and"
            f" whether a machine took part; it can be appealed for {appeal} days and is heard by"
            " somebody who did not decide before."
        ),
    )
    yield (
        heads.ALL,
        "Qualitative description of the automated means",
        (
            "Exact rules over the text, and two small learned models, for attacks and for spam."
            f" Refused or sent back: {refused}. Held for a moderator: {held}."
        ),
    )
    yield (
        heads.ALL,
        "Qualitative description of indicators of accuracy and possible rate of error of automated"
        " means",
        "How often a person who looked at an automatic measure let it stand (part 8).",
    )
    yield (
        heads.ALL,
        "Specification of the precise purposes to apply automated means",
        (
            "To keep what goes against a guideline from appearing before a person has looked, and"
            " to hide what independent readers report until a person has."
        ),
    )
    yield (
        heads.ALL,
        "Safeguards applied to the use of automated means",
        (
            "No model alone does more than hold a comment. What a machine hides or suspends is"
            f" provisional: a case is opened at once, and it is over after {hours} hours if nobody"
            " decides. A check that fails sends the comment to a person."
        ),
    )
    yield heads.VLOPS, "High-level description of the content moderation governance structure", ""
    people = "human resources dedicated to content moderation"
    yield heads.VLOPS, f"Qualifications of the {people}", ""
    yield heads.VLOPS, f"Training given to {people}", ""
    yield heads.VLOPS, f"Support given to {people} ", ""
    yield heads.VLOPS, f"Methodology used to compute the number of {people}  ", ""

"""The wording nudge: which words of a draft would be marked, and what could stand there instead.

It asks screening and nothing else, on this server; the draft is neither kept nor written to a log.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from alley.moderation.verdicts import Does, Finding, Span, Verdict

INSTEAD = {
    "attack": "Say what is wrong with the argument, not with the person.",
    "profanity": "Say it without the word, or with a milder one.",
    "disguised_word": "If it is not meant as a swear word, spell it another way.",
    "slur": "Leave it out: it names a group of people to hurt them.",
    "link": "Name the source in words; a link waits for a moderator.",
    "hidden_link": "Name the source in words; a link waits for a moderator.",
    "contact": "Leave out numbers and addresses; readers can answer here.",
    "blocked_domain": "Leave the address out.",
    "promotion": "Say what you think of it rather than where to sign up.",
    "spam": "If this is your own view, say how you came to it.",
    "foreign_script": "Say it in English.",
    "foreign_language": "Say it in English.",
    "duplicate": "Say something the thread does not have yet.",
}
LONGEST = 60  # letters of a marked place that are shown


@dataclass(frozen=True, slots=True)
class Place:
    said: str
    instead: str  # what it could be, or nothing where only the author knows


@dataclass(frozen=True, slots=True)
class Advice:
    signal: str
    message: str
    does: str
    instead: str
    places: tuple[Place, ...]


def advice(text: str, verdict: Verdict) -> list[Advice]:
    """What the author may want to change, what would be refused first; empty where all is well."""
    wanted = [each for each in verdict.reasons if each.signal not in ABOUT_THE_AUTHOR]
    wanted.sort(key=lambda finding: -finding.does.value)
    return [_advice(text, finding) for finding in wanted]


ABOUT_THE_AUTHOR = frozenset(["pre_moderation", "monopoly", "reputation", "campaign"])


def _advice(text: str, finding: Finding) -> Advice:
    return Advice(
        signal=finding.signal,
        message=finding.message,
        does=_does(finding.does),
        instead=INSTEAD.get(finding.signal, ""),
        places=tuple(_places(text, finding)),
    )


def _does(does: Does) -> str:
    if does is Does.HOLD:
        return "It would wait for a moderator."
    return "It cannot be posted like this."


def _places(text: str, finding: Finding) -> Iterator[Place]:
    seen: set[str] = set()
    for span in _joined(finding.spans) if finding.signal == "capitals" else finding.spans:
        said = text[slice(*span)]
        if (said not in seen and len(said) < len(text)) or finding.signal in REWRITTEN:
            seen.add(said)
            shown = said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
            yield Place(
                shown, REWRITTEN[finding.signal](said) if finding.signal in REWRITTEN else ""
            )


def _joined(spans: tuple[Span, ...]) -> list[Span]:
    """Words that stand beside each other as one place."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= 2:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _in_lower_case(said: str) -> str:
    shown = said[0] + said[1:].lower() if said else said
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def _once(said: str) -> str:
    return said[:1]


REWRITTEN = {"capitals": _in_lower_case, "floods": _once}

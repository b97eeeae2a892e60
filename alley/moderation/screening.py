"""Screening: every signal looks at the text, the policy says what it means."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from alley.moderation import policy as policies
from alley.moderation.context import Context
from alley.moderation.folding import fold
from alley.moderation.learning import force
from alley.moderation.learning.model import prepare
from alley.moderation.policy import Policy
from alley.moderation.signals.attack import attack
from alley.moderation.signals.campaign import campaign
from alley.moderation.signals.capitals import capitals
from alley.moderation.signals.floods import floods
from alley.moderation.signals.language import look
from alley.moderation.signals.links import domain_of, links
from alley.moderation.signals.profanity import profanity
from alley.moderation.signals.promotion import promotion
from alley.moderation.signals.reputation import reputation
from alley.moderation.signals.spam import spam
from alley.moderation.signals.thread import duplicate, monopoly, relevance
from alley.moderation.verdicts import Does, Finding, Mark, Outcome, Verdict

__all__ = ["Context", "Seen", "forget", "judge", "look_at", "screen"]

Signal = Callable[[str, Context], list[Mark]]
SIGNALS: tuple[Signal, ...] = (
    capitals,
    floods,
    links,
    promotion,
    profanity,
    attack,
    spam,
    duplicate,
    campaign,
    reputation,
    monopoly,
    relevance,
)

FAMILIES = {
    "hidden_link": "spam",
    "blocked_domain": "spam",
    "contact": "spam",
    "promotion": "spam",
    "slur": "profanity",
    "mild_word": "profanity",
    "disguised_word": "profanity",
    "near_duplicate": "duplicate",
    "foreign_script": "language_other",
    "foreign_language": "language_other",
}


def screen(text: str, context: Context = Context(), policy: Policy | None = None) -> Verdict:  # noqa: B008 - frozen
    """The verdict on a text by the policy in force. Never raises: what fails, holds."""
    if policy is None:
        policy = policies.current()
        force.refresh()
    return judge(text, look_at(text, context), context, policy)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the signals say of a text, whatever a policy makes of it."""

    marks: list[Mark]
    failed: list[Finding]
    language: str | None


def look_at(text: str, context: Context) -> Seen:
    marks: list[Mark] = []
    failed: list[Finding] = []
    language: str | None = None
    for signal in SIGNALS:
        try:
            marks += signal(text, context)
        except Exception:
            failed.append(_failed(signal.__name__))
    try:
        foreign, language = look(text, context)
        marks += foreign
    except Exception:
        failed.append(_failed("language"))
    return Seen(marks, failed, language)


def judge(text: str, seen: Seen, context: Context, policy: Policy) -> Verdict:
    """What a policy makes of it: the same marks can be judged by several."""
    findings = [*seen.failed, *_judged(_counting(text, seen.marks, context, policy), policy)]
    findings += _waiting(context, policy)
    outcome = Outcome(max((finding.does.value for finding in findings), default=0))
    return Verdict(outcome, tuple(findings), _scores(seen.marks), seen.language, policy.version)


def forget() -> None:
    """Drop the text that was screened last, which the signals share while they look at it."""
    fold.cache_clear()
    prepare.cache_clear()


def _counting(text: str, marks: list[Mark], context: Context, policy: Policy) -> Iterator[Mark]:
    """The marks without what the policy allows: its domains, and a share of a short thread."""
    for mark in marks:
        if mark.signal == "monopoly" and len(context.recent) < policy.limits.monopoly_comments:
            continue
        if mark.signal == "link" and policy.allowed_domains:
            spans = tuple(
                (start, end)
                for start, end in mark.spans
                if domain_of(text[start:end]) not in policy.allowed_domains
            )
            if not spans:
                continue
            mark = replace(mark, spans=spans)
        yield mark


def _scores(marks: list[Mark]) -> dict[str, float]:
    """The strongest mark of each family, as the contract names them."""
    scores: dict[str, float] = {}
    for mark in marks:
        family = FAMILIES.get(mark.signal, mark.signal)
        scores[family] = max(scores.get(family, 0.0), mark.score)
    return scores


def _judged(marks: Iterable[Mark], policy: Policy) -> list[Finding]:
    rules = {
        rule.signal: (guideline.id, rule)
        for guideline in policy.guidelines
        for rule in guideline.rules
    }
    findings = []
    for mark in marks:
        if mark.signal not in rules:
            continue
        guideline, rule = rules[mark.signal]
        if mark.score >= rule.above:
            findings.append(
                Finding(guideline, mark.message, mark.score, mark.spans, mark.signal, rule.does)
            )
    return findings


def _waiting(context: Context, policy: Policy) -> list[Finding]:
    """Pre-moderation: of everybody, of new readers, or of this subject."""
    if context.subject_discussion == "pre_moderated":
        return [_wait("Every comment here is read by a moderator before it appears.")]
    if context.author_watched:  # in the same words as to any new reader: a match is never told
        return [_wait("The first comments of a new reader are read by a moderator.")]
    if context.author_id is None or policy.pre_moderation == "off":
        return []
    if policy.pre_moderation == "all":
        return [_wait("Every comment is read by a moderator before it appears.")]
    if context.author_published < policy.limits.new_reader_comments:
        return [_wait("The first comments of a new reader are read by a moderator.")]
    return []


def _wait(message: str) -> Finding:
    return Finding("pre_moderation", message, 0.0, (), "pre_moderation", Does.HOLD)


def _failed(signal: str) -> Finding:
    """A check that fails puts the text into the queue: never into print, never into the void."""
    message = f"The check for {signal} failed."
    return Finding("check_failed", message, 0.0, (), signal, Does.HOLD)

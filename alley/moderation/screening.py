"""Screening: every signal looks at the text, the policy says what it means."""

from collections.abc import Callable

from alley.moderation import policy as policies
from alley.moderation.context import Context
from alley.moderation.policy import Policy
from alley.moderation.signals.capitals import capitals
from alley.moderation.signals.floods import floods
from alley.moderation.verdicts import Does, Finding, Mark, Outcome, Verdict

__all__ = ["Context", "screen"]

Signal = Callable[[str, Context], list[Mark]]
SIGNALS: tuple[Signal, ...] = (capitals, floods)


def screen(text: str, context: Context = Context(), policy: Policy | None = None) -> Verdict:  # noqa: B008 - frozen
    """The verdict on a text by the policy in force. Never raises: what fails, holds."""
    policy = policy or policies.current()
    marks: list[Mark] = []
    findings: list[Finding] = []
    for signal in SIGNALS:
        try:
            marks += signal(text, context)
        except Exception:
            findings.append(_failed(signal))
    findings += _judged(marks, policy)
    findings += _waiting(context, policy)
    outcome = Outcome(max((finding.does.value for finding in findings), default=0))
    scores = {mark.signal: mark.score for mark in marks}
    return Verdict(outcome, tuple(findings), scores, policy_version=policy.version)


def _judged(marks: list[Mark], policy: Policy) -> list[Finding]:
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
    if context.author_id is None or policy.pre_moderation == "off":
        return []
    if policy.pre_moderation == "all":
        return [_wait("Every comment is read by a moderator before it appears.")]
    if context.author_published < policy.limits.new_reader_comments:
        return [_wait("The first comments of a new reader are read by a moderator.")]
    return []


def _wait(message: str) -> Finding:
    return Finding("pre_moderation", message, 0.0, (), "pre_moderation", Does.HOLD)


def _failed(signal: Signal) -> Finding:
    """A check that fails puts the text into the queue: never into print, never into the void."""
    message = f"The check for {signal.__name__.replace('_', ' ')} failed."
    return Finding("check_failed", message, 0.0, (), signal.__name__, Does.HOLD)

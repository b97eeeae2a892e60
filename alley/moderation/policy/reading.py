"""A policy file, read and checked: what is wrong is said by its place in the file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, timedelta
from typing import Any, TypeVar, get_type_hints

import yaml

from alley.moderation.dsa.categories import KNOWN
from alley.moderation.policy.lines import line_of
from alley.moderation.policy.shape import (
    Decisions,
    Guideline,
    Likes,
    Limits,
    Policy,
    Reason,
    Reports,
    Retention,
    Rule,
    Sanctions,
)
from alley.moderation.verdicts import Does

EXACT = frozenset(
    [
        "duplicate",
        "capitals",
        "floods",
        "blocked_domain",
        "link",
        "hidden_link",
        "contact",
        "slur",
        "profanity",
        "disguised_word",
        "mild_word",
        "foreign_script",
    ]
)
MEASURED = frozenset(
    [
        "near_duplicate",
        "off_topic",
        "attack",
        "promotion",
        "spam",
        "campaign",
        "reputation",
        "monopoly",
        "foreign_language",
    ]
)
UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}
Part = TypeVar("Part", Limits, Likes, Reports, Sanctions, Decisions, Retention, Rule, Reason)


PLACE = re.compile(r"[\w.\[\]]+")
UNKNOWN_KEY = re.compile(r"([\w.\[\]]+): '([^']+)' is not known here")


class PolicyError(ValueError):
    """The policy cannot be used; the words begin with the place, and `line` is its line."""

    line: int | None = None


def read(text: str) -> Policy:
    """The policy in `text` (YAML). Raises PolicyError naming the first thing that is wrong."""
    try:
        return _read(text)
    except PolicyError as error:
        if error.line is None:
            error.line = line_of(text, _place_in(str(error)))
        raise


def _place_in(words: str) -> str:
    if unknown := UNKNOWN_KEY.match(words):
        return f"{unknown[1].removeprefix('policy')}.{unknown[2]}".removeprefix(".")
    found = PLACE.match(words)
    return found[0] if found else ""


def _read(text: str) -> Policy:
    try:
        top = yaml.safe_load(text)
    except yaml.YAMLError as error:
        broken = PolicyError(f"not YAML: {getattr(error, 'problem', None) or error}")
        mark = getattr(error, "problem_mark", None)
        broken.line = mark.line + 1 if mark else None
        raise broken from error
    top = _mapping(top, "policy")
    _only(top, {field.name for field in fields(Policy)}, "policy")
    guidelines = tuple(
        _guideline(each, f"guidelines[{place}]")
        for place, each in enumerate(_list(_need(top, "guidelines", "policy"), "guidelines"))
    )
    policy = Policy(
        version=_typed(_need(top, "version", "policy"), int, "version"),
        issued=_typed(_need(top, "issued", "policy"), date, "issued"),
        language=_one_of(_need(top, "language", "policy"), ("en",), "language"),
        intro=_typed(_need(top, "intro", "policy"), str, "intro"),
        closing=_typed(top.get("closing", ""), str, "closing"),
        pre_moderation=_one_of(
            _pre_moderation(_need(top, "pre_moderation", "policy")),
            ("off", "new", "all"),
            "pre_moderation",
        ),
        guidelines=guidelines,
        allowed_domains=frozenset(_list(top.get("allowed_domains", []), "allowed_domains")),
        limits=_part(Limits, _need(top, "limits", "policy"), "limits"),
        reports=_reports(_need(top, "reports", "policy")),
        sanctions=_part(Sanctions, _need(top, "sanctions", "policy"), "sanctions"),
        decisions=_part(Decisions, _need(top, "decisions", "policy"), "decisions"),
        retention=_part(Retention, _need(top, "retention", "policy"), "retention"),
        likes=_part(Likes, top.get("likes", {}), "likes"),
    )
    return _agreeing(policy)


def duration(value: object, place: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,6})(s|min|h|d)", str(value))
    if not found:
        raise PolicyError(f"{place} is {value!r}; use a number with s, min, h or d, such as 10min")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def _pre_moderation(value: object) -> object:
    return "off" if value is False else value  # YAML reads a bare off as false


def _guideline(value: object, place: str) -> Guideline:
    entry = _mapping(value, place)
    _only(entry, {"id", "title", "text", "rules", "dsa"}, place)
    name = _typed(_need(entry, "id", place), str, f"{place}.id")
    rules = _list(_need(entry, "rules", place), f"{place}.rules")
    if not rules:
        raise PolicyError(f"{place} ({name}) has no rule; a guideline nobody holds is only a wish")
    return Guideline(
        id=name,
        title=_typed(_need(entry, "title", place), str, f"{place}.title"),
        text=_typed(_need(entry, "text", place), str, f"{place}.text").strip(),
        rules=tuple(_rule(rule, f"{name}.rules[{at}]") for at, rule in enumerate(rules)),
        dsa=_typed(entry.get("dsa", ""), str, f"{place}.dsa"),
    )


def _rule(value: object, place: str) -> Rule:
    entry = _mapping(value, place)
    _only(entry, {"signal", "does", "above"}, place)
    signal = _one_of(_need(entry, "signal", place), sorted(EXACT | MEASURED), f"{place}.signal")
    does = Does[
        _one_of(
            _need(entry, "does", place), [each.name.lower() for each in Does], f"{place}.does"
        ).upper()
    ]
    if does > Does.HOLD and signal in MEASURED:
        raise PolicyError(
            f"{place}: {signal} is measured, so it may hold at most, not {does.name.lower()}"
        )
    above = _typed(entry.get("above", 0.0), (int, float), f"{place}.above")
    if not 0 <= above <= 1:
        raise PolicyError(f"{place}.above is {above}; use a number from 0 to 1")
    return Rule(signal, does, float(above))


def _reports(value: object) -> Reports:
    entry = dict(_mapping(value, "reports"))
    reasons = _list(_need(entry, "reasons", "reports"), "reports.reasons")
    entry["reasons"] = tuple(
        _part(Reason, reason, f"reports.reasons[{place}]") for place, reason in enumerate(reasons)
    )
    return _part(Reports, entry, "reports")


def _part(shape: type[Part], value: object, place: str) -> Part:
    """A flat part of the policy: every field present, of its type, and nothing else."""
    entry = _mapping(value, place)
    _only(entry, {field.name for field in fields(shape)}, place)
    hints = get_type_hints(shape)
    made: dict[str, Any] = {}
    for field in fields(shape):
        if field.name not in entry and field.default is not MISSING:
            continue
        given = _need(entry, field.name, place)
        made[field.name] = _value(given, hints[field.name], f"{place}.{field.name}")
    return shape(**made)


def _value(given: object, hint: object, place: str) -> Any:
    if hint is timedelta:
        return duration(given, place)
    if hint == tuple[timedelta, ...]:
        steps = tuple(duration(each, place) for each in _list(given, place))
        if not steps:
            raise PolicyError(f"{place} is empty; name at least one duration")
        return steps
    if hint is float:
        return float(_typed(given, (int, float), place))
    if hint is int:
        number = _typed(given, int, place)
        if number < 1:
            raise PolicyError(f"{place} is {number}; use a whole number of 1 or more")
        return number
    if hint in (str, bool):
        return _typed(given, hint, place)
    return given


def _agreeing(policy: Policy) -> Policy:
    """The parts name each other rightly."""
    names = [guideline.id for guideline in policy.guidelines]
    if len(set(names)) < len(names):
        raise PolicyError("guidelines: two have the same id")
    signals = [rule.signal for guideline in policy.guidelines for rule in guideline.rules]
    if len(set(signals)) < len(signals):
        raise PolicyError("guidelines: one signal stands under two rules")
    _one_of(policy.sanctions.returning, ("hold", "refuse"), "sanctions.returning")
    _counted("guidelines", policy.guidelines)
    _counted("reports.reasons", policy.reports.reasons)
    for reason in policy.reports.reasons:
        if reason.guideline not in names:
            place = policy.reports.reasons.index(reason)
            words = f"reports.reasons[{place}] {reason.id}: no guideline {reason.guideline!r}"
            raise PolicyError(words)
    return policy


def _counted(part: str, each: Sequence[Guideline | Reason]) -> None:
    for place, one in enumerate(each):
        if one.dsa and one.dsa not in KNOWN:
            raise PolicyError(f"{part}[{place}].dsa: the Commission's list has no {one.dsa!r}")


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise PolicyError(f"{place} should be a mapping of names to values")
    return value


def _list(value: object, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise PolicyError(f"{place} should be a list")
    return value


def _need(entry: Mapping[str, Any], name: str, place: str) -> Any:
    if name not in entry:
        raise PolicyError(f"{place}: {name} is missing")
    return entry[name]


def _only(entry: Mapping[str, Any], names: set[str], place: str) -> None:
    if unknown := sorted(set(entry) - names):
        raise PolicyError(f"{place}: {unknown[0]!r} is not known here")


def _typed(value: Any, kind: Any, place: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise PolicyError(f"{place} is {value!r}, which is not of the right kind")
    return value


def _one_of(value: Any, choices: Any, place: str) -> Any:
    if value not in choices:
        raise PolicyError(f"{place} is {value!r}; use one of {', '.join(choices)}")
    return value

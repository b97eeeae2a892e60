"""alley moderation: the verdict on each comment of a file, and what another policy would change."""

import json
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

import click
from django.db import DatabaseError

from alley.moderation import policy as policies
from alley.moderation import queries, rehearsal
from alley.moderation.labelled import LabelError
from alley.moderation.learning_commands import evaluate, train, use
from alley.moderation.policy import Policy
from alley.moderation.replay import Replay
from alley.moderation.screening import Context, screen


@click.group()
def moderation() -> None:
    """The policy and its screening."""


@moderation.command("screen")
@click.argument("file", type=click.File(encoding="utf-8"))
def screen_lines(file: TextIO) -> None:
    """Print a verdict a line for FILE (or -): a comment a line, or JSON with a "text".

    Example: echo "Buy now!!!!!!" | alley moderation screen -
    """
    policy = _policy()
    for line in file:
        text, context = _comment(line.rstrip("\r\n"))
        click.echo(json.dumps(screen(text, context, policy).as_dict(), ensure_ascii=False))


@moderation.command("backtest")
@click.argument("policy", type=click.File(encoding="utf-8"))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only comments from this day on.")
@click.option(
    "--labelled", type=click.File(encoding="utf-8"), help="CSV or JSON lines: text, label."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def backtest(
    policy: TextIO, since: datetime | None, labelled: TextIO | None, as_json: bool
) -> None:
    """Replay POLICY over the site's past comments, or a labelled file, beside the one in force.

    \b
    Example: alley moderation backtest policy.yaml --since 2026-01-01
    """
    try:
        replay = Replay(_policy(), policies.read(policy.read()))
        _walk(replay, since, labelled, quiet=as_json)
    except policies.PolicyError as error:
        where = f"{policy.name}, line {error.line}: " if error.line else f"{policy.name}: "
        raise click.ClickException(f"{where}{error}") from None
    except LabelError as error:
        raise click.ClickException(str(error)) from None
    told = replay.as_dict()
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _in_words(told))


def _walk(replay: Replay, since: datetime | None, labelled: TextIO | None, *, quiet: bool) -> None:
    first = since.replace(tzinfo=UTC) if since else None
    text = labelled.read() if labelled else ""
    many = text.count("\n") if text else queries.count_past(first)
    hidden = quiet or not sys.stderr.isatty()
    with click.progressbar(length=many, hidden=hidden, file=sys.stderr) as bar:
        for _ in replay.over(rehearsal.samples(first, text)):
            bar.update(250)


def _in_words(told: dict[str, Any]) -> str:
    before, after = told["before"], told["after"]
    lines = [
        f"{told['comments']} comments, {told['labelled']} of them decided by people",
        f"{told['changed']} change fate",
        "",
        "before     after      comments",
        *(f"{row['before']:<10} {row['after']:<10} {row['comments']:>8}" for row in told["table"]),
        "",
        "against people   precision   recall   right   wrong   missed",
        *(
            f"{name:<16} {_percent(score['precision']):>9} {_percent(score['recall']):>8}"
            f" {score['right']:>7} {score['wrong']:>7} {score['missed']:>8}"
            for name, score in (("before", before), ("after", after))
        ),
    ]
    for example in told["examples"][:20]:
        words = " ".join(example["text"].split())[:100]
        lines.append(f"{example['before']} > {example['after']}: {words}")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _policy() -> Policy:
    try:
        return policies.current()
    except DatabaseError:  # before `alley init`: the policy that is shipped
        return policies.shipped()


def _comment(line: str) -> tuple[str, Context]:
    if not line.startswith("{"):
        return line, Context()
    try:
        given = json.loads(line)
    except ValueError:
        return line, Context()
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        return line, Context()
    thread = given.get("thread")
    return given["text"], Context(subject_text=thread if isinstance(thread, str) else "")


moderation.add_command(train)
moderation.add_command(evaluate)
moderation.add_command(use)
commands = [moderation]

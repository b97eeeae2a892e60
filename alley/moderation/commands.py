"""alley moderation screen: the verdict on each comment of a file."""

import json
from typing import TextIO

import click
from django.db import DatabaseError

from alley.moderation import policy as policies
from alley.moderation.policy import Policy
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


commands = [moderation]

"""alley comments: in from other systems, and out."""

import csv
import json
import sys
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.db import transaction
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from alley import subjects
from alley.discussion import actions
from alley.discussion.actions import Importing, Taken
from alley.discussion.addresses import same
from alley.discussion.imports import FORMATS, Exported
from alley.discussion.imports.exported import Unreadable
from alley.discussion.imports.lines import write
from alley.discussion.queries import exported_comments, may_embed
from alley.subjects import Place

SHOWN = 20  # reasons on a terminal; --json has all
File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def comments() -> None:
    """Comments in from other systems, and out."""


@comments.command("import")
@click.argument("format_", metavar="FORMAT", type=click.Choice(sorted(FORMATS)))
@click.argument("file", type=File)
@click.option("--source", default="", help="A name for where it comes from; else the format's.")
@click.option("--map", "map_file", type=File, help="CSV without a head: old address, new address.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON, with every reason.")
def import_comments(
    format_: str, file: Path, source: str, map_file: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Take the comments of a Disqus, WordPress, Isso, Remark42 or Exchange Alley export.

    Taking a file again takes nothing twice. Each row that is not taken is told with its reason.

    Example: alley comments import disqus export.xml --map moved.csv
    """
    mapped = _mapping(map_file) if map_file else {}
    importing = Importing(source or format_, lambda one: _place(one, mapped))
    try:
        with transaction.atomic() if dry_run else _nothing():
            _run(importing, FORMATS[format_], file)
            if dry_run:
                transaction.set_rollback(True)
    except Unreadable as error:
        raise click.ClickException(f"{file}: {error}") from error
    _tell(importing.taken, dry_run, as_json)


@comments.command("export")
@click.option("--everything", is_flag=True, help="Also what was held back or removed.")
@click.option("--to", "out", type=click.File("w", encoding="utf-8"), default="-", help="A file.")
def export_comments(everything: bool, out: TextIO) -> None:
    """Write every comment with its chart as JSON Lines; no e-mail addresses, no drafts, no reports.

    Example: alley comments export --to comments.jsonl
    """
    for one in exported_comments(everything=everything):
        out.write(write(one) + "\n")


class _nothing:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def _run(importing: Importing, read: Any, file: Path) -> None:
    columns = (TextColumn("  comments"), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("", total=None)
        for many in importing.run(read(file)):
            progress.advance(task, many)


def _mapping(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return {same(row[0]): row[1].strip() for row in csv.reader(rows) if len(row) >= 2}


def _place(one: Exported, mapped: dict[str, str]) -> Place | None:
    """Where it belongs here: by the map, by a path of this site, by the original's address, or as
    a page of a site that embeds this discussion."""
    address = mapped.get(same(one.url), one.url)
    parts, here = urlsplit(address), urlsplit(settings.SITE_URL)
    ours = not parts.netloc or parts.netloc == here.netloc
    path = parts.path or "/"
    if place := subjects.at(path if ours else address):
        return place
    if ours and path.startswith("/discuss/"):
        kind, _, key = path.removeprefix("/discuss/").strip("/").partition("/")
        return (kind, key) if subjects.find(kind, key) else None
    if may_embed(address):
        return "page", actions.keep_page(address).key
    return None


def _tell(taken: Taken, dry_run: bool, as_json: bool) -> None:
    names = ("published", "withheld", "deleted", "known", "not_taken", "stood_for")
    counts = {name: taken.counts[name] for name in names}
    if as_json:
        reasons = [{"where": each.where, "reason": each.reason} for each in taken.reasons]
        left = [{"where": each.where, "reason": each.reason} for each in taken.without_chart]
        facts = {"seen": taken.seen, **counts, "threads": len(taken.threads)}
        facts["without_chart"] = len(taken.without_chart)
        click.echo(json.dumps({**facts, "dry_run": dry_run, "reasons": reasons, "charts": left}))
        return
    click.echo("Nothing was changed. It would be:" if dry_run else "Done.")
    click.echo(f"  seen            {taken.seen:>9,}   in {len(taken.threads):,} threads")
    click.echo(f"  published       {counts['published']:>9,}")
    click.echo(f"  kept, not shown {counts['withheld']:>9,}   spam, removed, never approved")
    click.echo(f"  deleted there   {counts['deleted']:>9,}   tombstones where replies hang on them")
    click.echo(f"  taken before    {counts['known']:>9,}")
    click.echo(f"  not taken       {counts['not_taken']:>9,}")
    if counts["stood_for"]:
        click.echo(f"  tombstones      {counts['stood_for']:>9,}   for comments the file lacks")
    for each in taken.without_chart[:SHOWN]:
        click.echo(f"    {each.where}: taken without its chart, {each.reason}")
    for each in taken.reasons[:SHOWN]:
        click.echo(f"    {each.where}: {each.reason}")
    if len(taken.reasons) > SHOWN:
        click.echo(f"    … and {len(taken.reasons) - SHOWN:,} more (--json has all)")


commands = (comments,)

"""alley ingest: wire stories from files, folders and addresses."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from alley.news import actions
from alley.news.actions import Outcome
from alley.news.models import Source
from alley.news.wire.reader import Reader
from alley.refusals import Refused

MAX_FILE = 20_000_000
KINDS = ("new", "updated", "unchanged", "withdrawn", "pending", "refused")


@dataclass(slots=True)
class _Summary:
    files: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    reasons: list[dict[str, str]] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)

    def add(self, place: str, outcomes: list[Outcome]) -> None:
        self.files += 1
        for outcome in outcomes:
            self.counts[outcome.kind] += 1
            if outcome.kind == "refused":
                self.reasons.append({"source": place, "reason": outcome.reason})
            elif outcome.article and outcome.kind == "new":
                self.articles.append(outcome.article)

    def as_dict(self) -> dict[str, Any]:
        return {
            "files": self.files,
            "seen": sum(self.counts.values()),
            **{kind: self.counts[kind] for kind in KINDS},
            "reasons": self.reasons,
            "articles": self.articles,
        }


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--source", "name", default="Wire", show_default=True, help="Who sends it.")
@click.option("--publish", is_flag=True, default=None, help="Publish at once, not as drafts.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def ingest(sources: tuple[str, ...], name: str, publish: bool | None, as_json: bool) -> None:
    """Read wire stories from files, folders or addresses.

    RSS, Atom, JSON Feed, ninjs, NewsML-G2, HTML pages and plain text pages; each delivery is kept
    for 30 days. What cannot be read is refused with the reason, and the next goes on.

    Example: alley ingest feeds/ page.txt https://example.org/rss --source "Example Wire" --publish
    """
    places = list(_places(sources))
    source, _ = Source.objects.get_or_create(name=name)
    summary, reader = _Summary(), Reader()
    try:
        for place in _with_progress(places):
            summary.add(place, _ingest(place, source, reader, publish))
    finally:
        reader.close()
    click.echo(json.dumps(summary.as_dict()) if as_json else _told(summary))


def _places(sources: tuple[str, ...]) -> Iterator[str]:
    for source in sources:
        path = Path(source)
        if source.startswith(("http://", "https://")):
            yield source
        elif path.is_dir():
            yield from sorted(str(file) for file in path.rglob("*") if file.is_file())
        elif path.is_file():
            yield source
        else:
            raise click.UsageError(f"{source}: neither a file, nor a folder, nor an address")


def _ingest(place: str, source: Source, reader: Reader, publish: bool | None) -> list[Outcome]:
    try:
        if place.startswith(("http://", "https://")):
            return actions.ingest_address(place, source=source, reader=reader, publish=publish)
        path = Path(place)
        if path.stat().st_size > MAX_FILE:
            return [Outcome("refused", "more than 20 MB")]
        return actions.ingest_bytes(
            path.read_bytes(), source=source, reader=reader, address=place, publish=publish
        )
    except Refused as error:
        return [Outcome("refused", error.refusal.detail)]
    except OSError as error:
        return [Outcome("refused", f"cannot be opened: {error.strerror}")]


def _with_progress(places: list[str]) -> Iterator[str]:
    """A bar where somebody watches; nothing where the output goes into a file."""
    if not sys.stderr.isatty():
        yield from places
        return
    columns = (TextColumn("ingest"), *Progress.get_default_columns()[1:3])
    console = Console(stderr=True)
    with Progress(*columns, MofNCompleteColumn(), TimeElapsedColumn(), console=console) as bar:
        yield from bar.track(places)


def _told(summary: _Summary) -> str:
    told = summary.as_dict()
    counts = ", ".join(f"{told[kind]} {kind}" for kind in KINDS if told[kind])
    lines = [f"{told['files']} files, {told['seen']} seen: {counts or 'nothing in them'}"]
    grouped = Counter(refusal["reason"] for refusal in summary.reasons)
    lines += [f"  refused {count}×: {reason}" for reason, count in grouped.most_common(20)]
    return "\n".join(lines)


@click.group()
def reactions() -> None:
    """What prices did after stories."""


@reactions.command("measure")
@click.option("--again", is_flag=True, help="Also what has been measured already.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def measure_reactions(again: bool, as_json: bool) -> None:
    """Measure now what waits for it: reactions of prices, and claims of stories about prices.

    A running site does so by itself within seconds. Example: alley reactions measure --again
    """
    if again:
        actions.expect_all()
    count = actions.measure_all()
    click.echo(json.dumps({"measured": count}) if as_json else f"{count} reactions are measured")


commands = [ingest, reactions]

"""`alley instruments`, `alley prices`, `alley quotes` and `alley link`."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import track

from alley.markets import actions, queries
from alley.markets.actions import Origin, Tick
from alley.markets.importing import prices as sheets
from alley.markets.mentions import evaluation, link
from alley.markets.models import Adjustment, Interval, PriceKind
from alley.markets.providers import replay
from alley.refusals import Refused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 20  # refused rows listed on a terminal; --json has them all


@click.group()
def instruments() -> None:
    """What can be quoted."""


@instruments.command("import")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def import_instruments(file: Path, as_json: bool) -> None:
    """Take in FILE.csv (or .csv.gz): symbol,name,mic,kind,currency[,isin,figi,aliases,...].

    Example: alley instruments import listings.csv
    """
    report = actions.import_instruments(_shown(_table(file), as_json))
    if not report.seen:
        raise click.ClickException(f"{file}: no rows")
    summary = {name: getattr(report, name) for name in ("seen", "new", "updated", "unchanged")}
    _report(summary, report.refused, as_json)


@click.group("actions")
def corporate_actions() -> None:
    """What companies do to their shares: splits, dividends, new symbols, delistings."""


@corporate_actions.command("import")
@click.argument("file", type=FILE)
@click.option("--source", default="", help="Who announced them; shown beside adjusted prices.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def import_corporate_actions(file: Path, source: str, as_json: bool) -> None:
    """Take in FILE.csv: symbol,kind,date and, by kind, ratio (4:1), amount, currency, to, label.

    Example: alley actions import splits.csv --source "company announcements"
    """
    rows = _shown(_table(file), as_json)
    report = actions.import_corporate_actions(rows, source=source or f"file {file.name}")
    if not report.seen:
        raise click.ClickException(f"{file}: no rows")
    summary = {name: getattr(report, name) for name in ("seen", "new", "updated", "unchanged")}
    _report(summary, report.refused, as_json)


@click.group()
def prices() -> None:
    """Price history."""


@prices.command("import")
@click.argument("file", type=FILE)
@click.option("--instrument", "symbol", required=True, help="Its symbol, such as COMDTY:BRENT.")
@click.option("--interval", type=click.Choice(Interval.values), default=Interval.DAY.value)
@click.option("--source", default="", help="Whose prices these are; shown beside every number.")
@click.option("--kind", type=click.Choice(PriceKind.values), default=PriceKind.EOD.value)
@click.option("--adjusted", type=click.Choice(Adjustment.values), default=Adjustment.RAW.value)
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def import_prices(
    file: Path, symbol: str, interval: str, source: str, kind: str, adjusted: str, as_json: bool
) -> None:
    """Take in FILE.csv: time or date, and open,high,low,close,volume or just close or price.

    Example: alley prices import brent.csv --instrument COMDTY:BRENT --source EIA
    """
    instrument = queries.instrument_for(symbol)
    if instrument is None:
        raise click.ClickException(f"no instrument '{symbol}'; import it first")
    try:
        sheet = sheets.read(_bytes(file))
    except sheets.Unreadable as error:
        raise click.ClickException(f"{file}: {error}") from None
    origin = Origin(source or f"file {file.name}"[:80], kind, adjusted)
    saved = actions.import_prices(instrument, sheet.rows, origin, interval=interval)
    summary = {"instrument": instrument.symbol, **asdict(saved), "empty": sheet.empty}
    _report(summary, [(row.line, row.reason) for row in sheet.refused], as_json)


@click.group()
def quotes() -> None:
    """The latest prices."""


@quotes.command("replay")
@click.argument("file", type=FILE)
@click.option(
    "--speed", type=click.FloatRange(min=0.001), default=1.0, help="60: a minute in a second"
)
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def replay_quotes(file: Path, speed: float, as_json: bool) -> None:
    """Play the ticks of FILE.csv (time,symbol,price) again, labelled as a replay.

    Example: alley quotes replay ticks.csv --speed 60
    """
    rows = list(replay.read(file))
    ticks = [row for row in rows if isinstance(row, Tick)]
    refused = [(row.line, row.reason) for row in rows if isinstance(row, replay.BadTick)]
    totals: dict[str, Any] = {"seen": len(rows), "accepted": 0, "late": 0, "quarantined": 0}
    totals["unknown"] = 0

    def record(frame: list[Tick]) -> None:
        for name, count in asdict(actions.record_quotes(frame)).items():
            totals[name] = totals.get(name, 0) + count

    replay.play(ticks, record, speed=speed)
    _report(totals, refused, as_json)


@quotes.command("withdraw")
@click.argument("symbol")
@click.argument("moment", metavar="TIME")
@click.option("--why", required=True, help="Told to those whose alert fired by it.")
def withdraw_quote(symbol: str, moment: str, why: str) -> None:
    """Take back the price of SYMBOL at TIME: the venue has cancelled the trade, or it was wrong.

    Example: alley quotes withdraw NYSE:CVX 2026-01-06T15:04:05Z --why "cancelled by the exchange"
    """
    instrument = queries.instrument_for(symbol)
    if instrument is None:
        raise click.ClickException(f"no instrument {symbol!r} is known")
    try:
        time = queries.aware(datetime.fromisoformat(moment))
    except ValueError as error:
        raise click.BadParameter("a time such as 2026-01-06T15:04:05Z") from error
    try:
        tick = actions.withdraw_price(instrument=instrument, time=time, why=why)
    except Refused as refused:
        raise click.ClickException(refused.refusal.detail) from refused
    click.echo(f"withdrawn: {instrument.symbol} {tick.price:f} of {moment}")


@click.command("link")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--evaluate", is_flag=True, help="FILE is labelled: print precision, recall and F1.")
@click.option("--json", "as_json", is_flag=True, help="The evaluation as JSON.")
def link_text(file: io.TextIOWrapper, evaluate: bool, as_json: bool) -> None:
    """The instruments found in the text of FILE (or - for standard input), as JSON.

    With JSON lines (a "text" each), one list a line. A labelled file has a text a line: JSON with
    "text" and "links", or kind, a tab and the text with [words](SYMBOL).

    Example: alley link story.txt
    """
    text = file.read()
    if evaluate:
        _evaluated(text, as_json)
        return
    texts = _json_lines(text)
    for one in [text] if texts is None else texts:
        click.echo(json.dumps([asdict(mention) for mention in link(one)], ensure_ascii=False))


def _evaluated(text: str, as_json: bool) -> None:
    try:
        items = evaluation.read(text.splitlines())
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"not a labelled file: {error!r}") from error
    scores = evaluation.evaluate(items, link)
    if as_json:
        named = {kind or "all": score.as_dict() for kind, score in scores.items()}
        click.echo(json.dumps({**named, "faults": scores[""].faults if items else []}))
        return
    click.echo(f"{'kind':<14}{'texts':>7}{'precision':>11}{'recall':>9}{'F1':>8}{'NIL':>8}")
    for kind, score in scores.items():
        measures = f"{score.precision:>11.3f}{score.recall:>9.3f}{score.f1:>8.3f}{score.nil:>8.3f}"
        click.echo(f"{kind or 'all':<14}{score.items:>7}{measures}")
    for fault in scores[""].faults[:SHOWN] if items else ():
        click.echo(fault, err=True)


def _json_lines(text: str) -> list[str] | None:
    try:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        return None
    found = [row["text"] if isinstance(row, dict) and "text" in row else row for row in rows]
    return found if found and all(isinstance(one, str) for one in found) else None


def _bytes(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()


def _table(file: Path) -> list[dict[str, str | None]]:
    text = _bytes(file).decode("utf-8-sig", errors="replace")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _shown(rows: list[dict[str, str | None]], quiet: bool) -> Iterator[dict[str, str | None]]:
    console = Console(stderr=True)
    silent = quiet or not console.is_terminal
    return iter(track(rows, "Reading", console=console, disable=silent))


def _report(summary: dict[str, Any], refused: list[tuple[int, str]], as_json: bool) -> None:
    if as_json:
        rows = [{"line": line, "reason": reason} for line, reason in refused]
        click.echo(json.dumps({**summary, "refused": rows}))
        return
    for line, reason in refused[:SHOWN]:
        click.echo(f"line {line} refused: {reason}", err=True)
    if len(refused) > SHOWN:
        click.echo(f"… and {len(refused) - SHOWN} more (--json lists them all)", err=True)
    words = ", ".join(f"{name} {value}" for name, value in summary.items())
    click.echo(f"{words}, refused {len(refused)}")


commands = [instruments, corporate_actions, prices, quotes, link_text]

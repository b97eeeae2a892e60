"""`alley feeds`: follow providers of prices, and see how they do."""

import csv
import io
import json
import signal
import threading
from typing import Any

import click
from django.conf import settings
from django.utils import timezone

from alley.markets import actions, queries
from alley.markets.feeding.supervisor import follow_all, follow_once
from alley.markets.models import ProviderSymbol
from alley.markets.providers import PROVIDERS, terms_of
from alley.markets.providers.protocol import Asked
from alley.markets.queries.feeds import FeedView

Name = click.argument("provider", type=click.Choice(sorted(PROVIDERS)))


@click.group(invoke_without_command=True)
@click.option("--once", is_flag=True, help="One turn of each provider, then end.")
@click.pass_context
def feeds(context: click.Context, once: bool) -> None:
    """Follow every provider that is switched on, until Ctrl-C (`alley serve` does so by itself).

    Example: alley feeds --once
    """
    if context.invoked_subcommand is not None:
        return
    if once:
        _report_once(follow_once())
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: stop.set())
    click.echo("feeds: following (Ctrl-C ends it)")
    follow_all(stop)


def _report_once(found: dict[str, bool]) -> None:
    for name, well in found.items():
        click.echo(f"{name}: {'done' if well else 'failed (alley feeds list says why)'}")
    if not all(found.values()):
        raise click.ClickException("not every provider answered as it should")


@feeds.command("add")
@Name
@click.argument("codes", nargs=-1, metavar="SYMBOL=CODE...")
@click.option("--licence", default="", help="The licence that lets you show its prices to others.")
def add(provider: str, codes: tuple[str, ...], licence: str) -> None:
    """Follow instruments at PROVIDER, each by the code that the provider has for it.

    Example: alley feeds add ecb FX:EUR-USD=EUR/USD FX:USD-JPY=USD/JPY
    """
    pairs = {}
    for written in codes:
        symbol, sign, code = written.partition("=")
        if not sign:
            raise click.UsageError(f"'{written}' is not SYMBOL=CODE, such as FX:EUR-USD=EUR/USD")
        pairs[symbol] = code
    feed = actions.follow(provider=provider, codes=pairs, licence=licence, by="command")
    total = ProviderSymbol.objects.filter(provider=provider).count()
    click.echo(f"{provider}: {total} instruments, shown as '{feed.source}'")
    terms = terms_of(provider)
    click.echo(f"terms: {terms.note} {terms.address}".rstrip())
    if not (terms.public or feed.licence or settings.PERSONAL):
        click.echo("Its prices are kept, but shown to nobody: name your licence with --licence.")


@feeds.command("stop")
@Name
def stop(provider: str) -> None:
    """Switch PROVIDER off; what it brought stays.

    Example: alley feeds stop kraken
    """
    actions.switch_feed(provider=provider, on=False, by="command")
    click.echo(f"{provider}: off")


@feeds.command("instruments")
@Name
def instruments(provider: str) -> None:
    """The instruments that PROVIDER offers, as CSV for `alley instruments import`.

    Example: alley feeds instruments ecb
    """
    made = PROVIDERS[provider](Asked(key=settings.PROVIDER_KEYS.get(provider, "")))
    names = ("symbol", "name", "kind", "currency", "unit", "code")
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: row.get(name) or "" for name in names} for row in made.instruments())
    click.echo(text.getvalue(), nl=False)


@feeds.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def listed(as_json: bool) -> None:
    """Every provider: its terms, whether it is on, and how it does.

    Example: alley feeds list
    """
    found = [_row(view) for view in queries.feeds(timezone.now())]
    if as_json:
        click.echo(json.dumps(found, default=str))
        return
    for row in found:
        words = f"{row['provider']:10} {row['state']:9} {row['instruments']:5} instruments"
        shown = "shown to all" if row["shown"] else "not shown"
        click.echo(f"{words}, {shown}{', ' + row['problem'] if row['problem'] else ''}")


def _row(view: FeedView) -> dict[str, Any]:
    feed = view.feed
    return {
        "provider": view.name,
        "state": view.state,
        "source": view.terms.source,
        "instruments": view.codes,
        "shown": view.is_shown,
        "needs_key": view.terms.key,
        "terms": view.terms.note,
        "heard": feed.heard if feed else None,
        "lag_seconds": None if view.lag is None else view.lag.total_seconds(),
        "rows": feed.rows if feed else 0,
        "errors": feed.errors if feed else 0,
        "problem": feed.problem if feed else "",
    }

"""alley portfolio import FORMAT FILE --user U."""

import json
from pathlib import Path

import click

from alley.accounts.models import Reader
from alley.portfolios import actions
from alley.portfolios.importing import FORMATS
from alley.portfolios.models import Portfolio


@click.group()
def portfolio() -> None:
    """Readers' portfolios."""


@portfolio.command("import")
@click.argument("format", type=click.Choice(["auto", *FORMATS]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--user", "username", required=True, help="Whose portfolio, by user name.")
@click.option("--portfolio", "name", default="", help="Its name; made where there is none yet.")
@click.option("--currency", default="EUR", show_default=True, help="Of a portfolio that is made.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def import_file(
    format: str, file: Path, username: str, name: str, currency: str, dry_run: bool, as_json: bool
) -> None:
    """Take a broker's file into a reader's portfolio; twice adds nothing.

    Without --portfolio it goes into their first one. FORMAT "auto" finds out.

    \b
    Example: alley portfolio import degiro transactions.csv --user ada
    """
    reader = Reader.objects.filter(username=username).first()
    if reader is None:
        raise click.ClickException(f"there is no reader '{username}'")
    target = _target(reader, name or "", currency)
    looked = actions.preview(target, file.read_bytes(), format)
    batch = None if dry_run else actions.commit(target, looked, file_name=file.name, device="alley")
    refused = [(v.line, v.why) for v in looked.verdicts if v.what == "refused"]
    if as_json:
        rows = [{"line": line, "reason": why} for line, why in refused]
        summary = {"format": looked.format, "portfolio": target.pk, **looked.counts}
        click.echo(
            json.dumps({**summary, "refused": len(rows), "refusals": rows, "dry_run": dry_run})
        )
        return
    for line, why in refused[:20]:
        click.echo(f"line {line} refused: {why}", err=True)
    counts = ", ".join(f"{what} {count}" for what, count in looked.counts.items())
    done = "nothing written" if batch is None else f"{batch.added} taken into “{target.name}”"
    click.echo(f"{looked.format}: {counts}; {done}")


def _target(reader: Reader, name: str, currency: str) -> Portfolio:
    own = Portfolio.objects.filter(reader=reader)
    found = own.filter(name=name).first() if name else own.first()
    return found or actions.make_portfolio(
        reader=reader, name=name or "Portfolio", currency=currency, device="alley"
    )


commands = [portfolio]

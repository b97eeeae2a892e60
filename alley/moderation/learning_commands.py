"""alley moderation train, evaluate: learning, and how good what was learned is.

What fits models is imported where it is used: no other command, and no server, loads it.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from alley.moderation import actions
from alley.moderation import policy as policies
from alley.moderation.context import Context
from alley.moderation.labelled import LabelError, read_labelled
from alley.moderation.learning.model import KINDS, SHIPPED
from alley.moderation.screening import screen
from alley.refusals import Refused

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--data", type=FOLDER, help="Train anew from this folder of open data sets.")
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Only this; else all.")
@click.option("--switch-on", is_flag=True, help="Let it screen at once, if it is no worse.")
@click.option("--card", "page", type=click.Path(path_type=Path), help="Write the model card here.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def train(
    data: Path | None, kind: tuple[str, ...], switch_on: bool, page: Path | None, as_json: bool
) -> None:
    """Teach the models what people decided here, or train them anew from open data (--data).

    Shows figures on texts they have not seen; what was taught here is kept with its number, and
    screens once it is switched on.

    \b
    Example: alley moderation train --switch-on
    Example: alley moderation train --data ../shared/data --card docs/moderator/models.md
    """
    if data is None:
        told = [_taught(each, switch_on=switch_on) for each in kind or KINDS]
        click.echo(json.dumps(told) if as_json else "\n".join(map(_said, told)))
    else:
        _train_anew(data, kind or KINDS, page, as_json=as_json)


def _taught(kind: str, *, switch_on: bool) -> dict[str, Any]:
    from alley.moderation.learning.teaching import TooFew

    try:
        made = actions.learn(kind)
    except TooFew as error:
        return {"kind": kind, "made": None, "why": str(error)}
    on = switch_on and made.figures["better"]
    if on:
        actions.switch_model(kind=kind, number=made.number, admin=None)
    return {"kind": kind, "made": made.number, "switched_on": on, **made.figures}


def _said(told: dict[str, Any]) -> str:
    if told["made"] is None:
        return f"{told['kind']}: {told['why']}"
    state = "switched on" if told["switched_on"] else "not switched on"
    before, after = told["before"], told["after"]
    figures = ", ".join(
        f"{words} {before[name]} → {after[name]}"
        for name, words in (
            ("auc", "ROC-AUC"),
            ("recall", "found"),
            ("false_alarms", "false alarms"),
        )
    )
    return f"{told['kind']}: model {told['made']}, {state}; {figures}"


def _train_anew(data: Path, kinds: tuple[str, ...], page: Path | None, *, as_json: bool) -> None:
    from alley.moderation import protocol
    from alley.moderation.learning import card, report
    from alley.moderation.learning.evaluation import table

    made = datetime.now(UTC).date().isoformat()
    trained = [report.train(each, data, made) for each in kinds]
    SHIPPED.mkdir(exist_ok=True)
    for each in trained:
        (SHIPPED / f"{each.kind}.npz").write_bytes(each.content)
    if page:
        card.write(page, trained, protocol.beside(data))
    if as_json:
        rows = {each.kind: [f.as_dict() for f in each.held_out + each.across] for each in trained}
        click.echo(json.dumps(rows))
        return
    for each in trained:
        click.echo(f"{each.kind}: {each.examples:,} examples, {len(each.content):,} bytes")
        click.echo(table(each.held_out + each.across))


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("number", type=int)
def use(kind: str, number: int) -> None:
    """Screen with model NUMBER of KIND from now on; 0 is the one that is shipped.

    \b
    Example: alley moderation use attack 0
    """
    try:
        actions.switch_model(kind=kind, number=number, admin=None)
    except Refused as error:
        raise click.ClickException(error.refusal.detail) from error
    click.echo(f"{kind}: model {number or 'as shipped'} screens within half a minute")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--data", type=FOLDER, help="The whole protocol, on this folder of open data sets.")
@click.option("--left-out", is_flag=True, help="With --data: train without each set, too.")
@click.option("--card", "page", type=click.Path(path_type=Path), help="With --data: the card, too.")
@click.option("--score", default="attack", help="Which score of the verdict: attack, spam, …")
@click.option("--text", default="", help="The column of the text, where it is not called so.")
@click.option("--label", default="", help="The column of the label.")
@click.option("--at", default=0.6, help="From which score a text counts as found.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(
    files: tuple[Path, ...],
    data: Path | None,
    left_out: bool,
    page: Path | None,
    score: str,
    text: str,
    label: str,
    at: float,
    as_json: bool,
) -> None:
    """ROC-AUC, precision and recall of screening on labelled FILES: CSV, or JSON a line.

    With --data: the models on the test part of the open sets, languages, identity terms, disguises.

    \b
    Example: alley moderation evaluate --data ../shared/data --left-out
    Example: alley moderation evaluate --data ../shared/data --card docs/moderator/models.md
    Example: alley moderation evaluate comments.csv --score spam --label is_spam
    """
    from alley.moderation.learning.evaluation import figures, table

    if data and page:
        return _card(data, page)
    if data:
        return _whole_protocol(data, left_out=left_out, as_json=as_json)
    if not files:
        raise click.UsageError("name labelled files, or a folder of open data sets with --data")
    policy, rows = policies.shipped(), []
    for file in files:
        try:
            content = file.read_text(encoding="utf-8-sig")
            found = list(read_labelled(content, text=text, label=label))
        except (LabelError, UnicodeDecodeError) as error:
            hint = "(--text and --label name the columns)"
            raise click.ClickException(f"{file}: {error} {hint}") from error
        scored = [
            (bad, screen(said, Context(), policy).scores.get(score, 0.0)) for said, bad in found
        ]
        bad, good = ([each for was, each in scored if was is which] for which in (True, False))
        rows.append(figures(file.name, bad, good, at))
    click.echo(json.dumps([row.as_dict() for row in rows]) if as_json else table(rows))


def _card(data: Path, page: Path) -> None:
    """The page about the models that are shipped, every figure of it taken now."""
    from alley.moderation import protocol
    from alley.moderation.learning import card, report

    card.write(page, [report.measured(kind, data) for kind in KINDS], protocol.beside(data))
    click.echo(f"{page}")


def _whole_protocol(data: Path, *, left_out: bool, as_json: bool) -> None:
    from alley.moderation import protocol

    told = {}
    for title, rows in protocol.sections(data, left_out=left_out):
        told[title] = rows
        if not as_json:
            click.echo(f"{title}\n\n{rows}\n")
    if as_json:
        click.echo(json.dumps(told))

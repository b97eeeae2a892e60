"""alley moderation train, evaluate: learning, and how good what was learned is.

What fits models is imported where it is used: no other command, and no server, loads it.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from alley.moderation import policy as policies
from alley.moderation.context import Context
from alley.moderation.learning import labelled
from alley.moderation.learning.model import KINDS, SHIPPED
from alley.moderation.screening import screen

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option(
    "--data", type=FOLDER, required=True, help="The folder of open data sets to train from."
)
@click.option(
    "--kind", type=click.Choice(KINDS), multiple=True, help="Only these; all if not given."
)
@click.option("--card", "page", type=click.Path(path_type=Path), help="Write the model card here.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def train(data: Path, kind: tuple[str, ...], page: Path | None, as_json: bool) -> None:
    """Train the models, show their figures on texts they have not seen.

    \b
    Example: alley moderation train --data ../shared/data --card docs/moderator/models.md
    """
    from alley.moderation.learning import card, report
    from alley.moderation.learning.evaluation import table

    made = datetime.now(UTC).date().isoformat()
    trained = [report.train(each, data, made) for each in kind or KINDS]
    SHIPPED.mkdir(exist_ok=True)
    for each in trained:
        (SHIPPED / f"{each.kind}.npz").write_bytes(each.content)
    if page:
        card.write(page, trained)
    if as_json:
        rows = {each.kind: [f.as_dict() for f in each.held_out + each.across] for each in trained}
        click.echo(json.dumps(rows))
        return
    for each in trained:
        click.echo(f"{each.kind}: {each.examples:,} examples, {len(each.content):,} bytes")
        click.echo(table(each.held_out + each.across))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--score", default="attack", help="Which score of the verdict: attack, spam, …")
@click.option("--text", default="", help="The column of the text, where it is not called so.")
@click.option("--label", default="", help="The column of the label.")
@click.option("--at", default=0.6, help="From which score a text counts as found.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(
    files: tuple[Path, ...], score: str, text: str, label: str, at: float, as_json: bool
) -> None:
    """ROC-AUC, precision and recall of screening on labelled FILES: CSV, or JSON a line.

    \b
    Example: alley moderation evaluate comments.csv --score spam --label is_spam
    """
    from alley.moderation.learning.evaluation import figures, table

    policy, rows = policies.shipped(), []
    for file in files:
        try:
            found = list(labelled.read(file, text=text, label=label))
        except labelled.Unlabelled as error:
            raise click.ClickException(str(error)) from error
        scored = [
            (bad, screen(said, Context(), policy).scores.get(score, 0.0)) for said, bad in found
        ]
        bad, good = ([each for was, each in scored if was is which] for which in (True, False))
        rows.append(figures(file.name, bad, good, at))
    click.echo(json.dumps([row.as_dict() for row in rows]) if as_json else table(rows))

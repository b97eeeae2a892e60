"""alley user export U, alley user erase U."""

import json
from pathlib import Path

import click

from alley.accounts.models import Reader
from alley.privacy import actions, fulfilling
from alley.privacy.archive import write_archive


@click.group()
def user() -> None:
    """What one reader may ask of their data.

    \b
    Example: alley user export ada
    """


@user.command()
@click.argument("username")
@click.option(
    "--to",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The archive; USERNAME.zip if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def export(username: str, file: Path | None, as_json: bool) -> None:
    """Everything of a reader in open formats: a ZIP of JSON and CSV files.

    \b
    Example: alley user export ada --to ada.zip
    """
    reader = _reader(username)
    target = file or Path(f"{username}.zip")
    with target.open("wb") as out:
        count = write_archive(reader, out)
    told = {"user": username, "file": str(target), "files": count, "bytes": target.stat().st_size}
    click.echo(json.dumps(told) if as_json else f"{target}: {count} files, {told['bytes']:,} bytes")


@user.command()
@click.argument("username")
@click.option(
    "--comments",
    type=click.Choice(["keep", "remove"]),
    default="keep",
    show_default=True,
    help="keep leaves them without a name.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def erase(username: str, comments: str, yes: bool, as_json: bool) -> None:
    """Erase a reader's account for good.

    \b
    Example: alley user erase ada --comments remove
    """
    reader = _reader(username)
    if not yes:
        click.confirm(f"Erase {username} for good? There is no way back", abort=True)
    asked = actions.ask_to_be_erased(reader, remove_comments=comments == "remove")
    fulfilling.fulfil(asked.pk)
    told = {"user": username, "comments": comments, "erased": True}
    click.echo(json.dumps(told) if as_json else f"{username} is erased; comments: {comments}")


def _reader(username: str) -> Reader:
    reader = Reader.objects.filter(username=username).first()
    if reader is None:
        raise click.ClickException(f"there is no reader named {username!r}")
    return reader


commands = [user]

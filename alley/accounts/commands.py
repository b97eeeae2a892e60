"""alley token, alley role: what an operator does for one reader."""

import json

import click

from alley.accounts import actions, tokens
from alley.accounts.models import Reader, Role, Scope


@click.group()
def token() -> None:
    """Keys to the API.

    \b
    Example: alley token create --user ada --scope write
    """


@token.command()
@click.option("--user", "username", required=True, help="Whose token.")
@click.option(
    "--scope", "scopes", type=click.Choice(Scope.values), multiple=True, help="read if not given."
)
@click.option("--name", default="", help="What it is for.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(username: str, scopes: tuple[str, ...], name: str, as_json: bool) -> None:
    """Make a token and print it, once.

    \b
    Example: alley token create --user ada --scope write --scope moderate
    """
    text = tokens.create(_reader(username), [Scope(scope) for scope in scopes], name)
    told = {"token": text, "user": username, "scopes": sorted({"read", *scopes})}
    click.echo(json.dumps(told) if as_json else text)


@click.command()
@click.argument("username")
@click.argument("role", type=click.Choice(Role.values))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def role(username: str, role: str, as_json: bool) -> None:
    """Give a reader a role; it holds from their next request on.

    \b
    Example: alley role mo moderator
    """
    reader = actions.give_role(_reader(username), Role(role))
    told = {"user": reader.username, "role": reader.role}
    click.echo(json.dumps(told) if as_json else f"{reader.username} is now {reader.role}")


def _reader(username: str) -> Reader:
    reader = Reader.objects.filter(username=username).first()
    if reader is None:
        raise click.ClickException(f"there is no reader named {username!r}")
    return reader


commands = (token, role)

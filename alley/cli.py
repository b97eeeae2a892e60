"""The `alley` command: composed from the rooms' commands."""

import os
import sys
from importlib import import_module

import click
import django

ROOMS: tuple[str, ...] = ("site.serving",)  # each offers `commands`, here or in its `commands`


@click.group()
@click.option("--traceback", is_flag=True, help="Show where an error came from.")
def alley(traceback: bool) -> None:
    """Exchange Alley: market news, the prices it moves, and the conversation about them."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")
    django.setup()
    for room in ROOMS:
        module = room if "." in room else f"{room}.commands"
        for command in import_module(f"alley.{module}").commands:
            alley.add_command(command)
    try:
        alley(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(1)
    except Exception as error:
        if "--traceback" in sys.argv:
            raise
        click.echo(f"alley: {error}", err=True)
        sys.exit(1)

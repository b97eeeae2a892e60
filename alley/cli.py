"""The `alley` command: composed from the rooms' commands."""

import gc
import os
import sys
from importlib import import_module

import click
import django
from django.core.exceptions import ImproperlyConfigured

from alley.refusals import Refused

# Each offers `commands`, here or in its `commands`.
ROOMS: tuple[str, ...] = (
    "accounts",
    "discussion",
    "alerts",
    "markets",
    "moderation",
    "news",
    "portfolios",
    "privacy",
    "site",
    "site.demo_command",
    "site.serving",
)
TRACEBACK = "--traceback"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(TRACEBACK, is_flag=True, help="Show where an error came from (may stand anywhere).")
def alley(traceback: bool) -> None:
    """Exchange Alley: market news, the prices it moves, and the conversation about them."""


def main() -> None:
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """0 done, 1 failed, 2 wrong usage; an error is one clear line unless --traceback."""
    traceback = TRACEBACK in arguments
    try:
        _compose()
        result = alley.main(
            [argument for argument in arguments if argument != TRACEBACK],
            prog_name="alley",
            standalone_mode=False,
        )
        return result if isinstance(result, int) else 0
    except click.UsageError as error:
        error.show()
        return 2
    except click.ClickException as error:
        error.show()
        return 1
    except (click.Abort, KeyboardInterrupt):
        return 1
    except Exception as error:
        if traceback:
            raise
        click.echo(f"alley: {_in_one_line(error)}", err=True)
        return 1


def _compose() -> None:
    """Load everything. It stays for good, so the garbage collector need not look at it again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")
    gc.disable()
    django.setup()
    for room in ROOMS:
        module = room if "." in room else f"{room}.commands"
        for command in import_module(f"alley.{module}").commands:
            alley.add_command(command)
    gc.freeze()
    gc.enable()


def _in_one_line(error: Exception) -> str:
    if isinstance(error, Refused | ImproperlyConfigured):
        return str(error)
    words = " ".join(str(error).split())
    return f"{words} ({type(error).__name__}; --traceback shows where)"

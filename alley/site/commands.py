"""alley init, alley doctor: what concerns the whole house."""

import json
import os
import secrets
from dataclasses import asdict

import click
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from alley import upkeep
from alley.accounts.actions import give_role
from alley.accounts.models import Reader, Role
from alley.upkeep import When

SIGNS = {"ok": ("✓", "green"), "warn": ("!", "yellow"), "bad": ("✗", "red")}


@click.command()
@click.option("--quiet", is_flag=True, help="Say only what matters.")
@click.option("--admin-name", default="root", show_default=True, help="The first admin's name.")
@click.option("--admin-email", envvar="ALLEY_ADMIN_EMAIL", help="The first admin's address.")
def init(quiet: bool, admin_name: str, admin_email: str | None) -> None:
    """Make or upgrade the database, collect static files, and make the first admin.

    Safe to run again at every start and after every upgrade.

    \b
    Example: alley init --admin-email you@example.org
    """
    _say(quiet, "database")
    call_command("migrate", interactive=False, verbosity=0)
    _say(quiet, "scripts and styles")
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc*"])
    _say(quiet, "desk")
    upkeep.prepare()
    if not settings.DEMO:
        _first_admin(admin_name, admin_email or "")
    _say(quiet, f"ready: `alley serve` serves {settings.SITE_NAME}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--recount", is_flag=True, help="Set kept counters right.")
@click.option("--verify", is_flag=True, help="Prove the database, its counters and its logs.")
def doctor(as_json: bool, recount: bool, verify: bool) -> int:
    """What is configured, what answers, what needs care. Exit 1 when something is bad.

    \b
    Example: alley doctor --verify
    """
    asked: set[When] = {"always"}
    asked |= {"recount"} if recount else set()
    asked |= {"verify"} if verify else set()
    findings = upkeep.examine(frozenset(asked))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            sign, colour = SIGNS[finding.level]
            click.echo(f"{click.style(sign, fg=colour)} {finding.name}: {finding.words}")
    return 1 if any(finding.level == "bad" for finding in findings) else 0


@transaction.atomic
def _first_admin(name: str, email: str) -> None:
    if Reader.objects.filter(role=Role.ADMIN).exists():
        return
    given = os.environ.get("ALLEY_ADMIN_PASSWORD")
    password = given or secrets.token_urlsafe(12)
    admin = Reader.objects.create_user(name, email, password)
    give_role(admin, Role.ADMIN)
    if email:
        EmailAddress.objects.create(user=admin, email=email, verified=True, primary=True)
    click.echo(f"The first admin is {name}" + ("." if given else f", password {password}"))
    if not given:
        click.echo("This is shown once. Change it at /accounts/password/change/.")


def _say(quiet: bool, words: str) -> None:
    if not quiet:
        click.echo(f"==> {words}")


commands = (init, doctor)

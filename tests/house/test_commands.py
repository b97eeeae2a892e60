"""Every command explains itself with an example, and the operator's page knows it."""

import json
from pathlib import Path

import click
import pytest

from alley import cli, upkeep

cli._compose()
PAGE = (Path(__file__).parents[2] / "docs/operator/commands.md").read_text()


def leaves(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return [(name, command)]
    return [
        leaf for part, below in command.commands.items() for leaf in leaves(below, f"{name} {part}")
    ]


COMMANDS = dict(leaves(cli.alley, "alley"))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(name: str) -> None:
    help_text = COMMANDS[name].help or ""

    assert "Example" in help_text, f"write `Example: {name} …` into the docstring of {name}"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_operators_page_has_it(name: str) -> None:
    assert f"`{name}" in PAGE, f"add a line with `{name} …` to docs/operator/commands.md"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [("--help", 0), ("nonsense", 2), ("token create", 2), ("token create --user nobody", 1)],
)
def test_exit_codes(db: None, arguments: str, code: int) -> None:
    assert cli.run(arguments.split()) == code


def test_an_error_is_one_line_unless_asked(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alley.accounts.tokens.create", lambda *_: 1 / 0)
    arguments = ["token", "create", "--user", "ada"]
    monkeypatch.setattr("alley.accounts.commands._reader", lambda name: None)

    assert cli.run(arguments) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    with pytest.raises(ZeroDivisionError):
        cli.run([*arguments, "--traceback"])


def test_the_doctor_says_what_is_bad(
    db: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_examinations", {})
    upkeep.examines("leg", lambda: ("bad", "broken"))
    upkeep.examines("eye", lambda: ("ok", str(1 / 0)))
    upkeep.examines("counts", lambda: ("ok", "right"), when="recount")

    assert cli.run(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(f["name"], f["level"]) for f in found] == [("leg", "bad"), ("eye", "bad")]
    assert cli.run(["doctor", "--recount"]) == 1
    assert "counts: right" in capsys.readouterr().out

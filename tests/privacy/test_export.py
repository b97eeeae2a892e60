"""Everything of a reader in open formats: from the command, from the page, for nobody else."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alley import cli
from alley.accounts.models import Reader
from alley.portfolios import actions as portfolios
from alley.portfolios.models import Portfolio
from alley.privacy import actions, fulfilling
from alley.privacy.archive import write_archive
from alley.privacy.held import HELD
from alley.privacy.models import DataRequest
from alley.refusals import Refused


def archived(reader: Reader) -> dict[str, str]:
    out = io.BytesIO()
    write_archive(reader, out)
    with zipfile.ZipFile(out) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist()))
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(files: dict[str, str], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files[name])
    return found


def test_what_a_reader_wrote_and_set_is_in_it(full: Reader) -> None:
    files = archived(full)
    (comment,) = rows(files, "comments.json")
    assert comment["body"] == "Ada’s own words"
    assert comment["revisions"][0]["body"] == "Ada’s own words, first"
    assert comment["thread"] == {"kind": "article", "key": "1"}
    (watchlist,) = rows(files, "watchlists.json")
    assert watchlist["rows"][0] | {"added": ""} == {
        "instrument": "XNYS:CVX", "note": "Ada’s note", "added": "",
    }  # fmt: skip
    (alert,) = rows(files, "alerts.json")
    assert alert["firings"][0]["proof"] == {"price": "130.5"}
    assert alert["firings"][0]["deliveries"][0]["channel"] == "email"
    assert rows(files, "account.json")[0]["email"] == "ada@example.org"
    assert rows(files, "blocks.json")[0]["blocked"] == "bo"
    assert rows(files, "saved.json")[0]["title"] == "A saved story"
    assert rows(files, "drafts.json")[0]["body"] == "Half a thought"
    assert rows(files, "likes.json")[0]["comment"].startswith("/comments/")


def test_every_file_of_the_table_is_there_and_can_be_read(full: Reader) -> None:
    files = archived(full)
    named = {held.file for held in HELD if held.file and "*" not in held.file}
    assert named <= set(files)
    for name, text in files.items():
        if name.endswith(".json"):
            json.loads(text)
    for held in HELD:
        assert held.left_out in files["README.txt"]


def test_no_secret_and_nothing_of_others_is_in_it(full: Reader, bo: Reader) -> None:
    everything = "".join(archived(full).values())
    assert "SECRET" not in everything
    assert full.password not in everything
    assert "Bo’s" not in everything
    assert "Ada’s" not in "".join(archived(bo).values())


def test_the_portfolio_in_it_comes_back_as_it_was(full: Reader) -> None:
    own = Portfolio.objects.get(reader=full)
    content = archived(full)[f"portfolios/{own.pk}.json"].encode()
    back = portfolios.make_portfolio(reader=full, name="Back")
    portfolios.commit(back, portfolios.preview(back, content, "auto"), file_name="x", device="")
    assert [one.quantity for one in back.transactions.all()] == [3]


def test_the_command_writes_the_archive(full: Reader, tmp_path: Path) -> None:
    target = tmp_path / "ada.zip"
    assert cli.run(["user", "export", "ada", "--to", str(target)]) == 0
    assert zipfile.ZipFile(target).testzip() is None
    assert cli.run(["user", "export", "nobody"]) == 1


def test_from_asking_to_fetching(full: Reader, bo: Reader, client: Client) -> None:
    client.force_login(full)
    client.post("/accounts/privacy/")
    assert b"<progress" in client.get("/accounts/privacy/").content
    asked = DataRequest.objects.get()
    url = f"/accounts/privacy/{asked.pk}/archive.zip"
    assert client.get(url).status_code == 404  # not made yet
    fulfilling.fulfil(asked.pk)
    assert url in client.get("/accounts/privacy/").content.decode()

    answer = client.get(url)
    assert answer["Content-Disposition"].startswith('attachment; filename="ada-')
    assert "no-store" in answer["Cache-Control"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    client.force_login(bo)
    assert client.get(url).status_code == 404


def test_a_second_copy_waits_an_hour(full: Reader) -> None:
    actions.ask_for_archive(full)
    with pytest.raises(Refused, match="within the hour"):
        actions.ask_for_archive(full)


def test_archives_are_forgotten_after_a_week(full: Reader) -> None:
    asked = actions.ask_for_archive(full)
    fulfilling.fulfil(asked.pk)
    assert actions.forget_archives(timezone.now() + timedelta(days=6)) == 0
    assert actions.forget_archives(timezone.now() + timedelta(days=8)) == 1

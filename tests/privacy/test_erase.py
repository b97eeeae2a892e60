"""An erased account: nobody can sign in, nothing of it is left but what others need."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from alley import cli
from alley.accounts.models import Block, Notification, Reader, Role
from alley.discussion import actions as talk
from alley.discussion.models import Comment, CommentRevision, Thread, Vote
from alley.moderation.models import Case
from alley.privacy import actions, fulfilling
from alley.privacy.held import HELD
from alley.privacy.models import DataRequest
from alley.refusals import Refused
from tests.cast import reader as made_reader


def erased(reader: Reader, *, remove_comments: bool) -> DataRequest:
    asked = actions.ask_to_be_erased(reader, remove_comments=remove_comments)
    fulfilling.fulfil(asked.pk)
    asked.refresh_from_db()
    return asked


def left_of(reader: Reader) -> set[str]:
    found = set()
    for held in HELD:
        name, field = held.where.rsplit(".", 1)
        if apps.get_model(name)._default_manager.filter(**{field: reader}).exists():
            found.add(held.where)
    return found


@pytest.mark.parametrize("remove", [True, False])
def test_only_what_the_table_says_stays(full: Reader, remove: bool) -> None:
    asked = erased(full, remove_comments=remove)
    stays = {held.where for held in HELD if held.stays}
    assert left_of(full) <= stays
    assert asked.percent == 100
    full.refresh_from_db()
    assert not full.is_active
    assert not full.has_usable_password()
    columns = " ".join(str(value) for value in vars(full).values()).lower()
    assert "ada" not in columns


def test_comments_stay_without_a_name(full: Reader, client: Client) -> None:
    before = Thread.objects.get().version
    erased(full, remove_comments=False)
    kept = Comment.objects.get(body="Ada’s own words")
    assert kept.author.username.startswith("left-")
    assert kept.author.shown_name == "A reader who left"
    assert Thread.objects.get().version > before  # pages that showed the name are made anew
    page = client.get(f"/readers/{kept.author.username}/")
    assert page.status_code == 410
    assert b"This account was erased" in page.content


def test_comments_are_removed_with_every_earlier_wording(full: Reader) -> None:
    erased(full, remove_comments=True)
    assert not Comment.objects.filter(body__contains="Ada").exists()
    assert not CommentRevision.objects.filter(body__contains="Ada").exists()
    gone = Comment.objects.get(author=full)
    assert gone.status == Comment.Status.DELETED
    assert Comment.objects.get(body="Bo’s answer").parent_id == gone.pk


def test_a_report_about_what_is_gone_is_closed_and_told(full: Reader, cy: Reader) -> None:
    words = Comment.objects.get(body="Ada’s own words")
    talk.report_comment(reporter=cy, comment=words, reason="spam")
    erased(full, remove_comments=True)
    assert not Case.objects.filter(subject_key=str(words.pk), state=Case.State.OPEN).exists()
    assert Notification.objects.filter(reader=cy, kind="report_decided").exists()


def test_what_is_others_stays_theirs(full: Reader, bo: Reader) -> None:
    erased(full, remove_comments=True)
    assert Comment.objects.filter(author=bo).count() == 2
    assert Vote.objects.count() == 1  # a like without a name
    assert not Notification.objects.filter(title__contains="Ada").exists()
    assert not Block.objects.exists()


def test_broken_off_it_is_taken_up_again(full: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = actions.ask_to_be_erased(full, remove_comments=True)
    forget = fulfilling._forget_the_name

    def breaks(reader: Reader) -> None:
        raise RuntimeError

    monkeypatch.setattr(fulfilling, "_forget_the_name", breaks)
    with pytest.raises(RuntimeError):
        fulfilling.fulfil(asked.pk)
    monkeypatch.setattr(fulfilling, "_forget_the_name", forget)
    fulfilling.fulfil(asked.pk)
    full.refresh_from_db()
    assert full.username.startswith("left-")
    name = full.username
    fulfilling.fulfil(asked.pk)  # once more changes nothing
    full.refresh_from_db()
    assert full.username == name


def test_the_form_wants_the_name_and_the_password(full: Reader, client: Client) -> None:
    client.force_login(full)
    form = {"comments": "keep", "username": "ada", "password": "alley-demo"}
    for wrong in ({"username": "bo"}, {"password": "x"}, {"comments": ""}):
        answer: Any = client.post("/accounts/privacy/erase/", form | wrong)
        assert answer.status_code == 422
    assert not DataRequest.objects.exists()

    assert b"You have left" in client.post("/accounts/privacy/erase/", form).content
    assert client.get("/accounts/privacy/").status_code == 302
    assert not client.login(username="ada", password="alley-demo")


def test_whoever_signs_in_elsewhere_is_asked_for_no_password(full: Reader, client: Client) -> None:
    full.set_unusable_password()
    full.save()
    client.force_login(full)
    client.post("/accounts/privacy/erase/", {"comments": "keep", "username": "ada"})
    assert DataRequest.objects.filter(kind="erase").exists()


def test_the_last_admin_stays(db: None) -> None:
    root = made_reader("root", Role.ADMIN)
    with pytest.raises(Refused):
        actions.ask_to_be_erased(root, remove_comments=False)
    root.refresh_from_db()
    assert root.is_active


def test_the_command_asks_first(full: Reader) -> None:
    assert cli.run(["user", "erase", "ada"]) == 1  # nobody answers
    assert Reader.objects.filter(username="ada").exists()
    assert cli.run(["user", "erase", "ada", "--yes", "--comments", "remove"]) == 0
    assert not Reader.objects.filter(username="ada").exists()


def test_a_copy_that_was_made_before_goes_with_the_account(full: Reader) -> None:
    copy = actions.ask_for_archive(full)
    fulfilling.fulfil(copy.pk)
    copy.refresh_from_db()
    assert copy.archive

    erased(full, remove_comments=False)

    copy.refresh_from_db()
    assert copy.archive is None

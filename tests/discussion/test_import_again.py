"""An import again, half-way, for trial, to other addresses; and who may be whom."""

from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress

from alley import subjects
from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.models import Comment, Thread
from tests.discussion.taken_in import EXPORTS, Run, oil, one, remark, take

__all__ = ["oil", "take"]  # fixtures


def test_again_takes_nothing_and_counts_stay_right(take: Run, tmp_path: Path) -> None:
    backup = str(remark(tmp_path / "b.gz", one("a"), one("b", "a"), one("c", "b")))
    take("remark42", backup)

    again = take("remark42", backup)

    assert (again["known"], again["published"]) == (3, 0)
    thread = Thread.objects.get()
    assert thread.comment_count == Comment.objects.count() == 3
    assert actions.recount(thread) == 0


def test_a_run_that_was_killed_goes_on(take: Run, tmp_path: Path) -> None:
    whole = [one("a"), one("b", "a"), one("c", "a")]
    take("remark42", str(remark(tmp_path / "half.gz", *whole[:2])))
    Thread.objects.update(comment_count=0)  # killed before it had counted
    take("remark42", str(remark(tmp_path / "whole.gz", *whole)))

    assert Thread.objects.get().comment_count == 3
    assert [c.place for c in Comment.objects.order_by("id")] == [0, 1, 2]


def test_a_dry_run_changes_nothing_and_says_the_same(take: Run, tmp_path: Path) -> None:
    backup = str(remark(tmp_path / "b.gz", one("a"), one("b", "a")))

    dry = take("remark42", backup, "--dry-run")

    assert not Comment.objects.exists()
    assert not Reader.objects.exists()
    real = take("remark42", backup)
    assert {**dry, "dry_run": False} == real


def test_old_addresses_are_mapped(take: Run, tmp_path: Path) -> None:
    moved = tmp_path / "map.csv"
    moved.write_text("http://www.old.net/a?utm_source=x,/stories/1/\n")
    backup = remark(tmp_path / "b.gz", one("a", locator={"url": "https://old.net/a/#comments"}))

    assert take("remark42", str(backup))["not_taken"] == 1
    assert take("remark42", str(backup), "--map", str(moved))["published"] == 1


def test_a_page_that_may_embed_becomes_a_subject(take: Run, tmp_path: Path, settings: Any) -> None:
    settings.EMBED_SITES = ["https://blog.test"]
    backup = remark(tmp_path / "b.gz", one("a", locator={"url": "https://blog.test/post?utm_id=1"}))

    take("remark42", str(backup))

    thread = Thread.objects.get()
    subject = subjects.find("page", thread.key)
    assert subject is not None
    assert subject.title == "blog.test/post"


def test_only_an_address_the_other_system_had_confirmed_names_somebody(
    take: Run, ada: Reader, tmp_path: Path
) -> None:
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    post = (EXPORTS / "disqus-isso.xml").read_text().replace("foo@bar.com", ada.email)
    (tmp_path / "d.xml").write_text(post)
    take("disqus", str(tmp_path / "d.xml"))

    anonymous = Comment.objects.get(imported__external="4")
    known = Comment.objects.get(imported__external="5")
    assert known.author == ada
    assert anonymous.author != ada
    assert not anonymous.author.has_usable_password()
    assert anonymous.author.email == ""

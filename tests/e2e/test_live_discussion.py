"""Two people's browsers on one thread: what one does the other sees, live, and is not moved by."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import People
from tests.e2e.test_two_devices import listening
from tests.served import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

POST = """
from datetime import timedelta
from django.utils import timezone
from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.models import Comment
def say(name, body, parent=None):
    author = Reader.objects.get(username=name)
    last = Comment.objects.filter(author=author).order_by("-posted").first()
    now = max(timezone.now(), last.posted + timedelta(minutes=2)) if last else timezone.now()
    comment = actions.post_comment(
        author=author, kind="article", key=KEY, body=body, parent=parent, now=now
    )
    if comment.status != "published":
        actions.settle_decision(comment_id=comment.pk, revision=1, outcome="approve")
    print(comment.pk)
"""


@pytest.fixture(scope="module")
def story(demo_site: Site) -> str:
    script = (
        "from alley.discussion.models import Thread; from alley import subjects\n"
        "thread = Thread.objects.order_by('-comment_count').first()\n"
        "print(subjects.find('article', thread.key).url)"
    )
    return demo_site.python(script).split()[-1]


class Talk:
    """What somebody says or does in the story's thread, from another process."""

    def __init__(self, site: Site, story: str) -> None:
        found = re.search(r"-(\d+)/?$", story)
        assert found
        self.site, self.key = site, found[1]

    def say(self, name: str, body: str, parent: int | None = None) -> int:
        told = self.does(f"say({name!r}, {json.dumps(body)}, {parent})")
        return int(told.split()[-1])

    def does(self, script: str) -> str:
        return self.site.python(f"KEY = {self.key!r}\n{POST}\n{script}")


@pytest.fixture
def talk(demo_site: Site, story: str) -> Talk:
    return Talk(demo_site, story)


def comment(page: Page, pk: int) -> Locator:
    return page.locator(f"#c{pk} > article")


def count(page: Page) -> int:
    return int(page.locator("[data-count]").inner_text())


def test_what_is_read_never_moves(somebody: People, talk: Talk, story: str) -> None:
    page = somebody.opens(story)
    read = page.locator(".comment > article").nth(2)
    read.scroll_into_view_if_needed()
    before, many = read.bounding_box(), count(page)

    pk = talk.say("bo", "The pipeline to Novorossiysk runs below what it could carry.")

    pill = page.get_by_role("button", name="1 new comment")
    expect(pill).to_be_visible()
    assert before is not None
    after = read.bounding_box()
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    expect(page.locator("[data-count]")).to_have_text(str(many + 1))
    expect(comment(page, pk)).to_have_count(0)
    pill.click()
    expect(comment(page, pk)).to_be_focused()
    expect(comment(page, pk)).to_contain_text("Novorossiysk")


def test_edits_and_deletions_arrive(somebody: People, talk: Talk, story: str) -> None:
    pk = talk.say("cy", "Uranium has hardly moved, which surprises me.")
    page = somebody.opens(story)
    expect(comment(page, pk)).to_contain_text("hardly moved")
    many = count(page)

    talk.does(
        f"c = Comment.objects.get(pk={pk})\n"
        "actions.edit_comment(author=c.author, comment=c, now=c.posted,"
        " body='Uranium has moved by eight percent, I misread it.')"
    )
    expect(comment(page, pk)).to_contain_text("eight percent")
    expect(comment(page, pk)).to_contain_text("edited")

    reply = talk.say("dee", "Eight percent is a lot for uranium.", pk)
    page.get_by_role("button", name="1 new comment").click()
    expect(comment(page, reply)).to_contain_text("a lot for uranium")

    talk.does(
        f"c = Comment.objects.get(pk={pk}); actions.delete_comment(author=c.author, comment=c)"
    )
    expect(page.locator(f"#c{pk} > .comment-tombstone")).to_be_visible()
    expect(comment(page, reply)).to_be_visible()
    talk.does(
        f"c = Comment.objects.get(pk={reply}); actions.delete_comment(author=c.author, comment=c)"
    )
    expect(page.locator(f"#c{pk}")).to_have_count(0)  # the tombstone went with its last reply
    expect(page.locator("[data-count]")).to_have_text(str(many - 1))


def test_a_reply_is_saved_once_after_what_stands_above_it_was_deleted(
    somebody: People, talk: Talk, story: str
) -> None:
    pk = talk.say("cy", "Tin has hardly moved, which surprises me.")
    reply = talk.say("dee", "Tin is a small market.", pk)
    page = somebody.signs_in("eli")
    page.goto(story)
    listening(page)
    talk.does(
        f"c = Comment.objects.get(pk={pk}); actions.delete_comment(author=c.author, comment=c)"
    )
    expect(page.locator(f"#c{pk} > .comment-tombstone")).to_be_visible()

    button = page.locator(f"#c{reply} save-button")
    button.get_by_role("button").click()
    expect(button.locator(".said")).to_have_text("Saved. See Saved Items.")
    button.get_by_role("button").click()
    expect(button.locator(".said")).to_have_text("Removed. ")


def test_a_block_is_felt_at_once_on_both_sides_and_by_nobody_else(
    somebody: People, talk: Talk, story: str
) -> None:
    by_gus = talk.say("gus", "I would look at the spread to Dubai before anything else.")
    by_dee = talk.say("dee", "The spread to Dubai has been quiet all week.", by_gus)
    dee, gus, stranger = somebody.signs_in("dee"), somebody.signs_in("gus"), somebody.opens(story)
    dee.goto(story)
    gus.goto(story)
    expect(comment(dee, by_gus)).to_be_visible()
    expect(comment(gus, by_dee)).to_be_visible()

    comment(dee, by_gus).get_by_role("link", name="Block").click()
    dee.locator("dialog[open]").get_by_role("button", name=re.compile("Block")).click()

    expect(comment(gus, by_dee)).to_have_count(0)  # in the page that was open all the time
    expect(gus.locator(".discussion")).not_to_contain_text("Dee Marlow")
    dee.goto(story)
    expect(dee.locator(".discussion")).not_to_contain_text("Gus Tremaine")
    expect(comment(stranger, by_gus)).to_be_visible()

    talk.say("dee", "Freight rates say the same as the spread does.")
    expect(stranger.get_by_role("button", name="1 new comment")).to_be_visible()
    expect(gus.locator("[data-new]")).to_be_empty()


def test_a_name_is_completed_by_keyboard(somebody: People, story: str) -> None:
    page = somebody.signs_in("ada")
    page.goto(story)
    text = page.locator("#comment-body")
    text.press_sequentially("I ask @b")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Bo Castellanos")
    expect(text).to_have_attribute("aria-expanded", "true")
    expect(text).to_have_attribute("aria-activedescendant", re.compile("mention-list"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Backspace")
    page.keyboard.type("b")
    expect(options.first).to_be_visible()
    page.keyboard.press("Enter")
    expect(text).to_have_value("I ask @bo ")
    expect(text).to_be_focused()
    text.fill("")


def test_a_draft_goes_on_on_another_device(somebody: People, story: str) -> None:
    desk, phone = somebody.signs_in("eli"), somebody.signs_in("eli")
    desk.goto(story)
    phone.goto(story)
    desk.locator("#comment-body").press_sequentially("What I wanted to say")

    expect(phone.locator("#comment-body")).to_have_value("What I wanted to say")

    phone.locator("#comment-body").press_sequentially(" is this")
    expect(desk.locator("#comment-body")).to_have_value("What I wanted to say is this")
    phone.goto("/")
    phone.goto(story)
    expect(phone.locator("#comment-body")).to_have_value("What I wanted to say is this")


def test_a_like_leaves_the_page_where_it_is(somebody: People, story: str) -> None:
    page = somebody.signs_in("hal")
    page.goto(story)
    like = page.get_by_role("button", name=re.compile(r"^Like \(")).first
    like.scroll_into_view_if_needed()
    address, pressed = page.url, page.locator("like-button[liked]")
    like.click()
    expect(pressed).to_have_count(1)
    pressed.get_by_role("button").click()
    expect(pressed).to_have_count(0)
    assert page.url == address


def test_how_many_are_reading_is_said_while_they_are(somebody: People, story: str) -> None:
    first, second = somebody.opens(story), somebody.opens(story)
    for page in (first, second):
        expect(page.locator("reader-count")).to_have_text(re.compile(r"^\d+ reading now$"))
    many = int(first.locator("reader-count").inner_text().split()[0])

    second.goto("about:blank")

    left = re.compile(rf"^{many - 1} reading now$")
    expect(first.locator("reader-count")).to_have_text(left, timeout=15_000)

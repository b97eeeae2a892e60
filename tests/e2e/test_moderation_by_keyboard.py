"""A moderator clears a hundred held comments without touching the mouse, and is asked before a
person is hit."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import People
from tests.served import Site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

HOLD_A_HUNDRED = """
from datetime import timedelta
from django.utils import timezone
from alley.accounts.models import Reader
from alley.discussion.actions import post_comment
from alley.moderation.models import Case
from alley.news.models import Article

article = Article.objects.filter(live=True).order_by("pk").first()
Case.objects.filter(state="open").update(state="closed")
for number in range(100):
    writer = Reader.objects.create_user(f"writer{number}", f"writer{number}@example.org", "x")
    post_comment(
        author=writer,
        kind="article",
        key=str(article.pk),
        body=f"Brent stood at {number + 40} dollars when I first looked at it, years ago.",
        now=timezone.now() - timedelta(minutes=number),
    )
print(Case.objects.filter(state="open", kind="held").count())
"""
LEFT = "from alley.moderation.models import *; print(Case.objects.filter(state='open').count())"
DECIDED = """
from alley.moderation.models import *
made = Decision.objects.filter(by__username='mo', case__author__username__startswith='writer')
print(made.filter(action='approve', undone=None).count(), made.filter(action='reject').count(),
      Statement.objects.filter(reader__username__startswith='writer', withdrawn=None).count())
"""


def open_case(page: Page) -> str:
    return str(page.locator("moderation-desk").get_attribute("data-case"))


def test_a_hundred_comments_are_decided_by_keyboard_alone(
    somebody: People, demo_site: Site
) -> None:
    assert demo_site.python(HOLD_A_HUNDRED).strip() == "100"
    page = somebody.signs_in("mo")
    page.goto("/desk/moderation/?kind=held")
    keys = page.keyboard

    keys.press("?")
    expect(page.locator(".desk-help")).to_have_attribute("open", "")
    keys.press("?")
    first = open_case(page)
    keys.press("j")
    expect(page.locator("moderation-desk")).not_to_have_attribute("data-case", first)
    keys.press("k")
    expect(page.locator("moderation-desk")).to_have_attribute("data-case", first)

    keys.press("a")
    expect(page.locator("moderation-desk")).not_to_have_attribute("data-case", first)
    keys.press("u")
    expect(page.locator("moderation-desk")).to_have_attribute("data-case", first)
    expect(page.locator("#case-title")).to_be_visible()

    for number in range(100):
        here = open_case(page)
        if number % 10 == 9:
            keys.press("r")
            expect(page.locator(".desk-says")).to_contain_text("Which guideline?")
            keys.press("2")
        else:
            keys.press("a")
        expect(page.locator("moderation-desk")).not_to_have_attribute("data-case", here)

    expect(page.locator(".desk-done")).to_have_text("Nothing waits. Well done.")
    assert demo_site.python(LEFT).strip() == "0"
    assert demo_site.python(DECIDED).split() == ["90", "10", "10"]


def test_the_second_moderator_sees_what_the_first_has_decided(
    somebody: People, demo_site: Site
) -> None:
    demo_site.python(HOLD_A_HUNDRED.replace("writer", "author").replace("range(100)", "range(2)"))
    mo, mia = somebody.signs_in("mo"), somebody.signs_in("mia")
    for page in (mo, mia):
        page.goto("/desk/moderation/?kind=held")
    case = open_case(mo)
    assert open_case(mia) == case

    mo.keyboard.press("a")
    expect(mo.locator("moderation-desk")).not_to_have_attribute("data-case", case)
    expect(mia.locator(".desk-says")).to_contain_text("Mo")
    mia.keyboard.press("r")
    mia.keyboard.press("2")

    expect(mia.get_by_role("alert")).to_contain_text("has decided this already: approve")


BANNED = """
from alley.moderation.models import *
for each in Sanction.objects.filter(reader__username__startswith="caller").order_by("pk"):
    print(each.reader.username, each.kind, each.guideline, each.removed_comments,
          each.lifted is not None)
"""


def test_suspending_and_banning_ask_first_and_are_answered_by_keyboard(
    somebody: People, demo_site: Site
) -> None:
    demo_site.python(HOLD_A_HUNDRED.replace("writer", "caller").replace("range(100)", "range(3)"))
    page = somebody.signs_in("mo")
    page.goto("/desk/moderation/?kind=held")
    keys, question = page.keyboard, page.get_by_role("dialog")
    first = open_case(page)

    keys.press("b")
    expect(question).to_contain_text("Ban caller")
    keys.press("Escape")
    expect(question).to_have_count(0)
    assert demo_site.python(BANNED).strip() == ""

    keys.press("b")
    expect(question).to_be_visible()
    keys.press("6")
    keys.press("p")
    keys.press("Enter")
    expect(page.locator("moderation-desk")).not_to_have_attribute("data-case", first)
    expect(question).to_have_count(0)
    second = open_case(page)
    keys.press("s")
    expect(question).to_contain_text("the next step")
    keys.press("3")
    keys.press("Enter")
    expect(page.locator("moderation-desk")).not_to_have_attribute("data-case", second)
    keys.press("u")
    expect(page.locator("moderation-desk")).to_have_attribute("data-case", second)

    banned, suspended = (line.split()[1:] for line in demo_site.python(BANNED).splitlines())
    assert banned == ["ban", "no_abuse", "True", "False"]
    assert suspended == ["suspension", "respectful", "False", "True"]


def test_the_question_is_a_page_without_javascript(somebody: People, demo_site: Site) -> None:
    demo_site.python(HOLD_A_HUNDRED.replace("writer", "talker").replace("range(100)", "range(1)"))
    page = somebody.signs_in("mo", javascript=False)
    page.goto("/desk/moderation/?kind=held")

    page.locator("button[value=suspend]").click()
    expect(page.get_by_role("heading", name="Suspend talker")).to_be_visible()
    page.get_by_label("Be respectful").check()
    page.get_by_role("button", name="Suspend talker").click()

    expect(page.locator(".desk-undo")).to_contain_text("Suspend")

"""The whole main job in real browsers: read, sign up, comment, approve, report, block, save."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import People

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

HEADLINE = "Russia sends troops to put down Kazakhstan uprising as fresh violence erupts"


def find_the_story(page: Page) -> None:
    page.goto("/search/?q=paratroopers")
    page.locator("main").get_by_role("link", name=re.compile("Russia sends troops")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)


def make_an_account(page: Page, name: str) -> None:
    """Sign up from the article, confirm by the mail, and be back signed in."""
    page.get_by_role("link", name="sign up", exact=True).click()
    page.locator("input[name=email]").fill(f"{name}@example.net")
    if page.locator("input[name=username]").count():
        page.locator("input[name=username]").fill(name)
    for field in page.locator("input[type=password]").all():
        field.fill("a-quiet-lane-in-london")
    page.get_by_role("button", name="Make my account").click()
    page.goto("/dev/mail/")
    page.get_by_role("link", name=re.compile("onfirm")).first.click()
    found = re.search(r"https?://\S+/accounts/confirm-email/\S+/", page.content())
    assert found, page.content()
    page.goto(found[0])
    page.locator("main form button").first.click()
    if "/accounts/login" in page.url:
        page.locator("input[name=login]").fill(f"{name}@example.net")
        page.locator("input[name=password]").fill("a-quiet-lane-in-london")
        page.locator("main form button[type=submit]").first.click()


def write(page: Page, words: str) -> None:
    page.locator("#comment-body").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()


def approve(moderator: Page, words: str) -> None:
    moderator.goto("/desk/moderation/?kind=held")
    moderator.get_by_role("link", name=re.compile(re.escape(words[:30]))).first.click()
    moderator.get_by_role("button", name=re.compile("^Approve")).click()


def read_the_story(page: Page) -> None:
    find_the_story(page)
    chip = page.locator('.quote-chip[data-quote="XNYS:CVX"]').first
    expect(chip).to_contain_text(re.compile(r"CVX\s+[\d.,]+"))
    reaction = page.locator(".reaction")
    expect(reaction).to_contain_text("+1.72 %")
    expect(reaction).to_contain_text("+2.11 %")


def other_comment(page: Page, story: str) -> None:
    """A comment by somebody else, to report, block and save."""
    page.goto("/search/?q=Tengiz")
    page.locator("main").get_by_role("link", name=re.compile(story)).first.click()


def test_the_main_job(somebody: People) -> None:
    reader = somebody.opens("/")
    read_the_story(reader)
    make_an_account(reader, "iris")
    find_the_story(reader)

    words = "Tengiz is one field of many, but the railway carries most of what it pumps."
    write(reader, words)
    mine = reader.locator("article").filter(has_text=words)
    expect(mine).to_contain_text("Waiting for approval")
    address = reader.url.split("#")[0]
    stranger = somebody.opens(address)
    expect(stranger.locator(".discussion")).not_to_contain_text(words)

    moderator = somebody.signs_in("mo")
    approve(moderator, words)

    expect(mine).not_to_contain_text("Waiting for approval")  # live, in the page that was open
    stranger.get_by_role("button", name=re.compile("1 new comment")).click()
    expect(stranger.locator(".discussion")).to_contain_text(words)

    hasty = "And one more thought, a little too early."
    write(reader, hasty)
    expect(reader.get_by_role("alert")).to_contain_text(re.compile("wait", re.IGNORECASE))
    expect(reader.locator("#comment-body")).to_have_value(hasty)

    report_block_and_save(reader)


def test_the_main_job_without_javascript(somebody: People) -> None:
    reader = somebody.opens("/", javascript=False)
    read_the_story(reader)
    make_an_account(reader, "jonas")
    find_the_story(reader)

    words = "Without scripts the page says the same, and the form works as well."
    write(reader, words)
    expect(reader.locator("main")).to_contain_text("Waiting for approval")

    moderator = somebody.signs_in("mia", javascript=False)
    approve(moderator, words)
    find_the_story(reader)
    mine = reader.locator("article").filter(has_text=words)
    expect(mine).not_to_contain_text("Waiting for approval")

    hasty = "And one more thought, a little too early."
    write(reader, hasty)
    expect(reader.get_by_role("alert")).to_contain_text(re.compile("wait", re.IGNORECASE))
    expect(reader.locator("#comment-body")).to_have_value(hasty)

    report_block_and_save(reader)


def report_block_and_save(reader: Page) -> None:
    """Somebody else's comments in the thread about oil."""
    other_comment(reader, "Oil climbs")
    story = reader.url.split("#")[0]
    by_cy = reader.locator(".comment > article").filter(has_text="Cy Abara").first
    by_cy.get_by_role("button", name="Save").click()
    expect(by_cy.get_by_role("button", name="Saved")).to_be_visible()
    reader.goto("/saved/")
    expect(reader.locator("main")).to_contain_text("Cy Abara")

    reader.goto(story)
    by_cy = reader.locator(".comment > article").filter(has_text="Cy Abara").first
    by_cy.get_by_role("link", name="Report").click()
    form = reader.locator("dialog[open] form, main form").filter(
        has=reader.locator("[name=reason]")
    )
    form.locator("[name=reason]").first.check()
    form.get_by_role("button").first.click()
    expect(reader.locator("body")).to_contain_text(re.compile("thank", re.IGNORECASE))

    reader.goto(story)
    by_bo = reader.locator(".comment > article").filter(has_text="Bo Castellanos").first
    by_bo.get_by_role("link", name="Block").click()
    confirm = reader.locator("dialog[open], main").filter(has_text="Bo Castellanos").last
    confirm.get_by_role("button", name=re.compile("Block")).click()
    reader.goto(story)
    expect(reader.locator(".discussion")).not_to_contain_text("Bo Castellanos")

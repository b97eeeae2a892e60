"""What is said of a draft before it is posted, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import People

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

DRAFT = "This company is shit, and the author is a moron."


def test_the_form_names_the_words_while_one_writes(somebody: People) -> None:
    page = somebody.signs_in("cy")
    page.goto("/discuss/instrument/XNYS:CVX/")

    page.locator("#comment-body").fill(DRAFT)

    nudge = page.locator("wording-nudge").first
    expect(nudge.locator("mark").first).to_have_text("shit")
    expect(nudge).to_contain_text("It cannot be posted like this.")
    page.locator("#comment-body").fill("This company is in trouble, I think.")
    expect(nudge.locator("mark")).to_have_count(0)


def test_without_javascript_the_answer_to_post_says_it(somebody: People) -> None:
    page = somebody.signs_in("mia", javascript=False)  # who need not wait after other tests
    page.goto("/discuss/instrument/XNYS:CVX/")

    page.locator("#comment-body").fill(DRAFT)
    page.get_by_role("button", name="Post", exact=True).click()

    expect(page.locator("wording-nudge mark").first).to_have_text("shit")
    expect(page.locator("#comment-body")).to_have_value(DRAFT)

"""Several accounts with one text, and authors whose comments are turned away."""

from alley.moderation import policy
from alley.moderation.context import Context
from alley.moderation.screening import screen
from alley.moderation.signals.campaign import campaign

POLICY = policy.shipped()
TEXT = "Everybody should look at ABCD before Monday, the new drill results are going to be huge."
NEARLY = TEXT.replace("huge.", "massive")
OTHER = "The drill results of last year were weak, and I doubt the new ones will be any better."


def test_nearly_the_same_text_by_two_other_accounts_is_held() -> None:
    alone = Context(author_id=1, author_published=5, others=((2, NEARLY), (2, TEXT), (3, OTHER)))
    together = Context(author_id=1, author_published=5, others=((2, NEARLY), (3, TEXT.upper())))

    assert screen(TEXT, alone, POLICY).outcome.word == "publish"
    assert "campaign" in {each.signal for each in screen(TEXT, together, POLICY).reasons}


def test_a_disguised_copy_is_a_copy() -> None:
    copy = TEXT.replace("e", "\u0435").replace(" ", "  ")

    (mark,) = campaign(copy, Context(author_id=1, others=((2, TEXT), (3, TEXT), (4, TEXT))))

    assert mark.score == 0.9


def test_what_many_say_in_few_words_is_no_campaign() -> None:
    assert (
        campaign("To the moon!", Context(others=((2, "To the moon!"), (3, "To the moon!")))) == []
    )


def test_who_was_turned_away_often_waits_for_a_moderator() -> None:
    often = Context(author_id=1, author_published=2, author_rejected=3)
    once = Context(author_id=1, author_published=2, author_rejected=1)
    long_ago_known = Context(author_id=1, author_published=40, author_rejected=3)

    said = "Demand is back, stocks are down, and I am buying."
    assert screen(said, often, POLICY).outcome.word == "hold"
    assert screen(said, once, POLICY).outcome.word == "publish"
    assert screen(said, long_ago_known, POLICY).outcome.word == "publish"

"""A lively thread about oil with every state in it, made through the rooms' own actions."""

from datetime import timedelta

from alley.accounts.actions import block_reader
from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.models import Comment
from alley.moderation import actions as moderation
from alley.moderation import policy
from alley.news.models import Article
from alley.site.demo.telling import Talk
from alley.site.demo.trouble import make_trouble


def make_talk(article: Article, cast: dict[str, Reader], guests: dict[str, Reader]) -> int:
    """Fill the article's thread once; how many comments it has."""
    if Comment.objects.filter(thread__kind="article", thread__key=str(article.pk)).exists():
        return 0
    talk = Talk(article, cast["mo"])
    ada, bo, cy = cast["ada"], cast["bo"], cast["cy"]
    dee, eli, fay, gus = (guests[name] for name in ("dee", "eli", "fay", "gus"))

    opening = talk.says(
        ada,
        "A 1.7% day in Brent is not rare, it is about one session in three over the year before."
        " What I would watch is the railway: Tengiz can only store a few days of output.",
    )
    answer = talk.says(
        bo,
        "Fair, but the direction matters. Every session of the new year closed higher, and $CVX"
        " still lagged the barrel by more than a point.",
        opening,
    )
    talk.says(
        ada, "Because a shut valve does not earn the higher price. That is in the story.", answer
    )
    uranium = talk.says(
        cy, "Does anybody have figures for uranium on that day? Kazakhstan mines most of it."
    )
    talk.says(dee, "Only weekly assessments, nothing you could call a close.", uranium)
    talk.says(
        eli,
        "The power cut took a good part of the bitcoin hash rate with it, and the price hardly"
        " moved. That says something about what sets the price.",
    )
    for reader in (bo, cy, dee, eli):
        actions.vote(reader=reader, comment=opening)
    actions.vote(reader=ada, comment=answer)

    edited = talk.says(dee, "Brent ended at 81.99, if I read the table right. WTI at 79.47.")
    actions.edit_comment(
        author=dee,
        comment=edited,
        body="Brent ended at 81.99 dollars and WTI at 79.47, by the EIA's spot series.",
        now=talk.now + timedelta(minutes=2),
    )
    second_thoughts = talk.says(eli, "I think this ends with a price cap within a week.")
    talk.says(ada, "On what grounds? Caps on crude take months to agree on.", second_thoughts)
    actions.delete_comment(author=eli, comment=second_thoughts)

    spam_reason, off_topic = (policy.current().reports.reason(id) for id in ("spam", "off_topic"))
    assert spam_reason is not None
    assert off_topic is not None
    spam = talk.says(gus, "My weekly letter called this move in December, as its readers know.")
    for reporter in (ada, bo, cy):
        actions.report_comment(reporter=reporter, comment=spam, reason=spam_reason.id)
    rude = talk.waits(fay, "Another lazy piece that tells us nothing we did not know.")
    if rude.status == Comment.Status.PENDING:
        talk.decides(rude, "reject", off_topic.guideline, "Says nothing about the subject.")
    disputed = talk.says(dee, "OPEC has the spare barrels to fill this gap twice over.")
    actions.report_comment(reporter=eli, comment=disputed, reason=off_topic.id)
    block_reader(blocker=eli, blocked=gus)
    moderation.suspend(
        reader=fay,
        moderator=cast["mo"],
        guideline=off_topic.guideline,
        note="Three off-topic comments in a row.",
    )
    talk.waits(guests["hal"], "First comment here. Is the reaction measured on spot or on futures?")
    make_trouble(talk, cast, guests)
    return Comment.objects.filter(thread__kind="article", thread__key=str(article.pk)).count()

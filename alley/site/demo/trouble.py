"""What a moderator has to deal with on a bad day: a campaign, a reader who comes back after a ban,
comments hidden by reports, the suspension that follows, and appeals."""

from alley.accounts.models import Reader
from alley.discussion import actions
from alley.moderation import actions as moderation
from alley.moderation.actions.returning import Seen
from alley.moderation.models import Case, Report, Statement
from alley.site.demo.telling import Talk

Cast = dict[str, Reader]
LAPTOP = Seen(device="the-laptop-of-a-banned-reader")
PITCH = (
    "I made {many} dollars with oil this week and so can you, my mentor {who} takes ten more"
    " people before Friday."
)


def make_trouble(talk: Talk, cast: Cast, guests: Cast) -> None:
    _campaign(talk, guests)
    _pile_on(talk, cast, guests["nan"])
    _ban_and_return(talk, cast, guests)
    _appeals(talk, cast, guests)


def _campaign(talk: Talk, guests: Cast) -> None:
    """Three new accounts with nearly the same words."""
    for name, many, who in (("ivy", 900, "Grace"), ("jon", 1200, "Grace"), ("kit", 850, "Grant")):
        talk.waits(guests[name], PITCH.format(many=many, who=who))


def _pile_on(talk: Talk, cast: Cast, nan: Reader) -> None:
    """Comments that readers report until they are hidden, and their author waits for a review."""
    talk.says(nan, "Nobody outside the trade understands what a bottleneck at a port is worth.")
    talk.says(nan, "A port queue of nine days costs more than the barrel moved on Monday.")
    for body in (
        "Whoever still holds Chevron after this week deserves to lose what is left of it.",
        "The author has clearly been told what to write by somebody who is short of oil.",
        "I know from inside that the field stays shut until March, sell before they admit it.",
    ):
        told = talk.waits(nan, body)
        for reporter in ("ada", "bo", "cy"):
            actions.report_comment(reporter=cast[reporter], comment=told, reason="misleading")


def _ban_and_return(talk: Talk, cast: Cast, guests: Cast) -> None:
    """Somebody banned, with all they wrote, and a new account on the same machine."""
    lou, mia = guests["lou"], cast["mia"]
    talk.says(lou, "Follow my calls and you would have been out of this one on Friday.")
    moderation.leave_trace(reader=lou, seen=LAPTOP)
    moderation.ban(
        reader=lou,
        moderator=mia,
        guideline="no_promotion",
        note="The third account that sells trading calls here.",
        remove_comments=True,
    )
    moderation.look_at_new_reader(reader=guests["max"], seen=LAPTOP)
    _appealed(lou, "I was sharing an opinion. Please look at the comment again.")


def _appeals(talk: Talk, cast: Cast, guests: Cast) -> None:
    """One against a decision, one by a reporter who was not believed, one upheld already."""
    _appealed(guests["fay"], "I was blunt about the piece, not about a person. Why three days?")
    gus, cy = guests["gus"], cast["cy"]
    stays = talk.says(gus, "Refiners in the south will feel this before anybody at a pump does.")
    actions.report_comment(reporter=cy, comment=stays, reason="off_topic")
    talk.decides(stays, "approve", note="It is about the subject.")
    moderation.appeal_report(
        report=Report.objects.get(reporter=cy, subject_key=str(stays.pk)),
        reader=cy,
        text="The story is about Tengiz; this is about petrol stations.",
    )
    _put_right(talk, guests["dee"], cast["mia"])


def _put_right(talk: Talk, dee: Reader, mia: Reader) -> None:
    """Removed by one moderator, appealed, and put back by the other."""
    told = talk.says(dee, "Storage at the port is the number to ask for, and nobody prints it.")
    actions.report_comment(reporter=talk.moderator, comment=told, reason="off_topic")
    talk.moderator, mo = mia, talk.moderator
    talk.decides(told, "reject", "on_topic", "Not about the story.")
    talk.moderator = mo
    appeal = _appealed(dee, "It is the point of the story's fourth paragraph.")
    moderation.decide(
        case=appeal,
        moderator=mo,
        action="approve",
        version=appeal.version,
        note="You are right, it is. Your comment is back.",
    )


def _appealed(reader: Reader, words: str) -> Case:
    last = Statement.objects.filter(reader=reader, withdrawn=None).latest("pk")
    return moderation.appeal(statement=last, reader=reader, text=words).case

"""What moderators decide about comments and those who wrote them, and what becomes of subjects."""

from alley.announce import hears
from alley.discussion.actions import (
    remove_comments_of,
    rename_thread,
    restore_comments,
    settle_decision,
)
from alley.markets.events import InstrumentRenamed
from alley.moderation.actions import remember_removed
from alley.moderation.events import (
    CaseLapsed,
    Decided,
    ReaderRestored,
    ReaderSanctioned,
    Undone,
)


@hears(Decided)
def carry_out(event: Decided) -> None:
    _settle(event, event.outcome)


@hears(Undone)
def take_back(event: Undone) -> None:
    _settle(event, event.back_to)


@hears(CaseLapsed)
def show_again(event: CaseLapsed) -> None:
    _settle(event, "approve")


@hears(ReaderSanctioned)
def remove_what_was_said(event: ReaderSanctioned) -> None:
    if event.remove_comments:
        were = remove_comments_of(reader_id=event.reader_id)
        remember_removed(event.sanction_id, "comment", were)


@hears(ReaderRestored)
def put_back_what_was_said(event: ReaderRestored) -> None:
    restore_comments(were=[(key, was) for kind, key, was in event.removed if kind == "comment"])


def _settle(event: Decided | Undone | CaseLapsed, outcome: str) -> None:
    if event.subject_kind == "comment" and event.subject_key.isdecimal():
        settle_decision(comment_id=int(event.subject_key), revision=event.revision, outcome=outcome)


@hears(InstrumentRenamed)
def follow_the_symbol(event: InstrumentRenamed) -> None:
    rename_thread(kind="instrument", was=event.was, becomes=event.becomes)

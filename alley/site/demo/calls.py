"""Calls of the demo: charts attached in the past, so that time has had its say. Prices are real."""

from datetime import UTC, datetime
from typing import Any

from alley.accounts.models import Reader
from alley.discussion import actions
from alley.discussion.models import Comment
from alley.markets.actions import freeze_chart
from alley.markets.charts.spec import spec_of
from alley.moderation import actions as moderation
from alley.moderation.models import Case

BRENT, WTI = "COMDTY:BRENT", "COMDTY:WTI"


def _at(day: str, price: str) -> dict[str, str]:
    return {"t": f"{day}T00:00:00Z", "price": price}


SAID: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    (
        "ada",
        BRENT,
        "2022-01-07T15:00:00",
        "The channel of the autumn is broken to the upside, and the stores are low. I expect more.",
        {
            "call": "up",
            "range": "6M",
            "indicators": [{"name": "SMA", "params": [50]}],
            "drawings": [
                {"kind": "ray", "points": [_at("2021-12-01", "68.9"), _at("2022-01-03", "78.25")]},
                {"kind": "text", "points": [_at("2021-12-20", "71")], "text": "Omicron low"},
            ],
        },
    ),
    (
        "bo",
        BRENT,
        "2022-03-09T16:00:00",
        "One hundred and thirty is a panic, not a price. I expect it lower by the summer.",
        {"call": "down", "range": "1Y", "indicators": [{"name": "BOLL"}, {"name": "RSI"}]},
    ),
    (
        "cy",
        WTI,
        "2020-04-21T14:00:00",
        "Below zero is about storage at Cushing, not about oil. This rights itself.",
        {"call": "up", "range": "3M", "type": "area"},
    ),
)


def make_calls(cast: dict[str, Reader]) -> int:
    """Each call once, approved where it waits for a moderator; how many were new."""
    new = 0
    for name, symbol, moment, words, asked in SAID:
        author, now = cast[name], datetime.fromisoformat(moment).replace(tzinfo=UTC)
        if Comment.objects.filter(author=author, posted=now).exists():
            continue
        spec = spec_of({"symbol": symbol, "type": "line", **asked})
        chart = freeze_chart(reader=author, spec=spec, now=now)
        comment = actions.post_comment(
            author=author, kind="instrument", key=symbol, body=words, chart=chart.pk, now=now
        )
        _approve(comment, cast["mo"])
        new += 1
    Reader.objects.filter(username__in=["ada", "bo"]).update(show_calls=True)
    return new


def _approve(comment: Comment, moderator: Reader) -> None:
    if comment.status != Comment.Status.PENDING:
        return
    case = Case.objects.get(
        subject_kind="comment", subject_key=str(comment.pk), state=Case.State.OPEN
    )
    moderation.decide(case=case, moderator=moderator, action="approve", version=case.version)

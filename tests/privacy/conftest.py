"""A reader of whom the site holds something everywhere."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from alley.accounts import tokens
from alley.accounts.actions import block_reader, notify
from alley.accounts.models import Reader, Scope
from alley.alerts.actions import Wish, create_alert
from alley.alerts.models import Delivery, Firing, Preference, PushSubscription, Webhook
from alley.crossposts.models import LinkedAccount
from alley.discussion.models import Comment, CommentRevision, Draft, Thread, Vote
from alley.markets.models import ChartLayout, Instrument, Kind
from alley.portfolios import actions as portfolios
from alley.saved.models import SavedItem


def said(author: Reader, body: str, **more: Any) -> Comment:
    thread, _ = Thread.objects.get_or_create(kind="article", key="1")
    made = Comment.objects.create(
        thread=thread, author=author, body=body, status="published", listed=True, **more
    )
    CommentRevision.objects.create(
        comment=made, number=1, body=f"{body}, first", verdict={}, created=timezone.now()
    )
    Thread.objects.filter(pk=thread.pk).update(comment_count=thread.comments.count())
    return made


@pytest.fixture
def full(ada: Reader, bo: Reader, mo: Reader) -> Reader:
    """ada, with something of every kind; every secret of hers has SECRET in it."""
    cvx = Instrument.objects.create(
        symbol="XNYS:CVX", name="Chevron", kind=Kind.EQUITY, ticker="CVX", currency="USD"
    )
    EmailAddress.objects.create(user=ada, email="ada@example.org", verified=True, primary=True)
    tokens.create(ada, [Scope.READ], "My script")
    block_reader(blocker=ada, blocked=bo)
    notify(ada, kind="note", title="Told to ada")
    notify(bo, kind="reply", title="Ada answered you", by=ada)
    root = said(ada, "Ada’s own words")
    said(bo, "Bo’s answer", parent=root, root=root, depth=1)
    Vote.objects.create(comment=said(bo, "Bo’s words"), reader=ada)
    Draft.objects.create(reader=ada, kind="article", key="1", body="Half a thought")
    SavedItem.objects.create(reader=ada, kind="article", key="1", title="A saved story")
    watchlist = portfolios.make_watchlist(reader=ada, name="Ada’s list")
    portfolios.watch(watchlist, cvx, note="Ada’s note")
    pension = portfolios.make_portfolio(reader=ada, name="Ada’s pension")
    bought = {"date": "2022-01-06", "type": "buy", "symbol": "CVX", "quantity": "3", "price": "123"}
    portfolios.add_transaction(pension, bought)
    ChartLayout.objects.create(
        reader=ada, instrument=cvx, spec={"kind": "candles"}, version=1, updated=timezone.now()
    )
    wish = Wish("price_cross", {"level": "130", "direction": "above"}, "XNYS:CVX")
    alert = create_alert(owner=ada, wish=wish)
    firing = Firing.objects.create(
        alert=alert, arming=1, version=1, cause="tick", at=timezone.now(), noticed=timezone.now(),
        title="Chevron crossed 130", rule="Tell me", proof={"price": "130.5"},
    )  # fmt: skip
    Delivery.objects.create(firing=firing, reader=ada, channel="email", due=timezone.now())
    Preference.objects.create(reader=ada)
    PushSubscription.objects.create(
        reader=ada, endpoint="https://push.example/1", p256dh="SECRET", auth="SECRET"
    )
    Webhook.objects.create(reader=ada, url="https://hook.example/", secret="SECRET")
    LinkedAccount.objects.create(
        reader=ada, service="mastodon", host="m.example", handle="@ada", remote_id="7",
        secret="SECRET", linked=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    return ada

"""A webhook is signed, goes no further than it may, and holds up nobody else."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest
from django.utils import timezone

from alley.accounts.models import Notification, Reader
from alley.alerts import actions
from alley.alerts.deliveries.pump import Pump
from alley.alerts.models import Delivery, Firing, Webhook
from alley.refusals import Refused
from tests.alerts.delivered import due_now, hook_of, state
from tests.alerts.peers import Receiver


def test_a_webhook_is_signed_over_id_time_and_body(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook = hook_of(ada, hooks.url)
    firing = fire("webhook")
    Pump().drain()

    came = hooks.posted[0]
    signed = f"{firing.key}.{came.headers['webhook-timestamp']}.".encode() + came.body
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert came.headers["webhook-signature"] == f"v1,{expected}"
    assert came.headers["webhook-id"] == firing.key
    told = json.loads(came.body)
    assert told["data"]["proof"]["tick"]["price"] == "83"
    assert state(firing, "webhook") == ("sent", 1)


def test_a_failing_receiver_is_tried_again_then_given_up(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook = hook_of(ada, hooks.url)
    hooks.answer = lambda request: request.send_error(500)
    firing = fire("webhook")
    waits = []
    for _ in range(7):
        Pump().drain()
        one = firing.deliveries.get()
        waits.append(round((one.due - timezone.now()).total_seconds() / 1.1, -1))
        due_now()

    hook.refresh_from_db()
    assert {posted.headers["webhook-id"] for posted in hooks.posted} == {firing.key}
    assert len(hooks.posted) == 7
    assert waits[1] >= 270
    assert waits[5] >= 32_000
    assert state(firing, "webhook") == ("dead", 7)
    assert hook.disabled
    assert Notification.objects.get(title="A webhook was switched off").url == "/alerts/deliveries/"

    hooks.answer = None
    Webhook.objects.update(disabled=None)
    actions.redeliver(firing.deliveries.get())
    Pump().drain()
    assert state(firing, "webhook") == ("sent", 1)


def test_one_message_it_does_not_take_switches_no_receiver_off(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook = hook_of(ada, hooks.url)
    bad = fire("webhook")

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(500 if request.headers["webhook-id"] == bad.key else 204)
        request.end_headers()

    hooks.answer = answer
    Pump().drain()
    assert fire("webhook") != bad
    for _ in range(6):
        due_now()
        Pump().drain()

    hook.refresh_from_db()
    assert state(bad, "webhook") == ("dead", 7)
    assert hook.disabled is None
    assert Notification.objects.filter(title="A message to your webhook was given up").exists()


def test_an_address_added_again_has_a_new_secret(ada: Reader) -> None:
    hook = hook_of(ada, "https://hooks.example/a")
    Webhook.objects.update(disabled=timezone.now(), disabled_reason="gone")
    again = actions.add_webhook(ada, hook.url)

    assert (again.pk, again.disabled) == (hook.pk, None)
    assert again.secret != hook.secret


def redirect(request: BaseHTTPRequestHandler) -> None:
    request.send_response(301)
    request.send_header("Location", "http://127.0.0.1/elsewhere")
    request.end_headers()


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(160):
        request.wfile.write(b"x" * 65_536)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (redirect, "queued"),
        (endless, "sent"),  # ten megabytes of thanks are not read
        (lambda request: request.wfile.write(b"garbage"), "queued"),
        (lambda request: request.send_error(410), "dead"),
    ],
)
def test_what_a_receiver_may_answer(
    ada: Reader,
    fire: Callable[..., Firing],
    hooks: Receiver,
    answer: Callable[[BaseHTTPRequestHandler], None],
    expected: str,
) -> None:
    hook_of(ada, hooks.url)
    hooks.answer = answer
    firing = fire("webhook")
    Pump().drain()

    assert state(firing, "webhook")[0] == expected


def slow_until(free: threading.Event) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if "slow" in request.path:
            free.wait(5)
        request.send_response(204)
        request.end_headers()

    return answer


def test_a_slow_receiver_holds_up_nobody_else(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook_of(ada, f"{hooks.url}/slow")
    hook_of(ada, f"{hooks.url}/quick")
    free = threading.Event()
    hooks.answer = slow_until(free)
    firing = fire("webhook")
    sender, began = Pump(), time.monotonic()
    while not firing.deliveries.filter(state="sent").exists():
        sender.turn(patience=0.5)
    took = time.monotonic() - began
    free.set()
    sender.drain()

    assert took < 1
    assert firing.deliveries.filter(state="sent").count() == 2


def test_very_many_for_a_slow_receiver_hide_nobody_elses(
    ada: Reader, bo: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    slow = hook_of(ada, f"{hooks.url}/slow")
    firing = fire("webhook")
    for number in range(250):
        waiting = Firing.objects.create(alert=firing.alert, arming=100 + number, at=firing.at)
        Delivery.objects.create(
            firing=waiting, reader=ada, channel="webhook", target=slow.pk, due=firing.at
        )
    last = hook_of(bo, f"{hooks.url}/quick")
    mine = Delivery.objects.create(
        firing=firing, reader=bo, channel="webhook", target=last.pk, due=timezone.now()
    )
    free = threading.Event()
    hooks.answer = slow_until(free)
    sender = Pump()
    for _ in range(3):
        sender.turn(patience=0.5)
    mine.refresh_from_db()
    free.set()
    sender.drain()

    assert mine.state == "sent"


def test_a_private_address_is_not_posted_to(ada: Reader, fire: Callable[..., Firing]) -> None:
    hook_of(ada, "https://127.0.0.1/hook")
    firing = fire("webhook")
    Pump().drain()

    assert state(firing, "webhook") == ("queued", 1)
    assert "public internet" in firing.deliveries.get().last_error
    with pytest.raises(Refused):
        actions.add_webhook(ada, "http://example.org/hook")


def test_what_is_posted_again_says_that_its_price_was_taken_back(
    ada: Reader, fire: Callable[..., Firing], hooks: Receiver
) -> None:
    hook_of(ada, hooks.url)
    firing = fire("webhook")
    Pump().drain()
    Firing.objects.update(correction="The price 83 was taken back")
    actions.redeliver(firing.deliveries.get())
    Pump().drain()

    corrections = [json.loads(one.body)["data"]["correction"] for one in hooks.posted]
    assert corrections == ["", "The price 83 was taken back"]

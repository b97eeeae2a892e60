"""/alerts/webhooks and /alerts/push: where alerts are told beside the site and by mail."""

from datetime import datetime

from ninja import Router, Schema, Status
from pydantic import Field

from alley.accounts import devices
from alley.accounts.http import ReaderRequest, idempotent
from alley.alerts import actions
from alley.alerts.api.ids import Id
from alley.alerts.deliveries import push
from alley.alerts.models import Webhook
from alley.refusals import Refusal, Refused

router = Router()
NO_WEBHOOK = Refusal("not_found", "You have no such webhook.", status=404)


class WebhookOut(Schema):
    id: int
    url: str
    created: datetime
    disabled: datetime | None
    disabled_reason: str
    secret: str | None = None

    @staticmethod
    def of(hook: Webhook, *, secret: bool = False) -> "WebhookOut":
        return WebhookOut(
            id=hook.pk,
            url=hook.url,
            created=hook.created,
            disabled=hook.disabled,
            disabled_reason=hook.disabled_reason,
            secret=hook.secret if secret else None,
        )


class Tested(Schema):
    outcome: str


class NewWebhook(Schema):
    url: str = Field(max_length=700)


class Browser(Schema):
    endpoint: str = Field(max_length=700)
    p256dh: str = Field(max_length=120)
    auth: str = Field(max_length=60)
    browser: str = Field("", max_length=80)


@router.get("/alerts/webhooks", response=list[WebhookOut])
def webhooks(request: ReaderRequest) -> list[WebhookOut]:
    """My webhooks; their secrets are shown once, when they are made."""
    mine = Webhook.objects.filter(reader=request.user).order_by("pk")
    return [WebhookOut.of(hook) for hook in mine]


@router.post("/alerts/webhooks", response={201: WebhookOut})
@idempotent
def add_webhook(request: ReaderRequest, new: NewWebhook) -> Status[WebhookOut]:
    """A new webhook with its secret."""
    hook = actions.add_webhook(request.user, new.url)
    return Status(201, WebhookOut.of(hook, secret=True))


@router.delete("/alerts/webhooks/{pk}", response={204: None})
@idempotent
def remove_webhook(request: ReaderRequest, pk: Id) -> Status[None]:
    actions.remove_webhook(request.user, pk)
    return Status(204, None)


@router.post("/alerts/webhooks/{pk}/test", response=Tested)
def test_webhook(request: ReaderRequest, pk: Id) -> dict[str, str]:
    """Post a signed test message now; what came of it, in words."""
    if not Webhook.objects.filter(reader=request.user, pk=pk).exists():
        raise Refused(NO_WEBHOOK)
    return {"outcome": actions.try_webhook(request.user, pk)}


@router.get("/alerts/push", response=dict[str, str])
def push_key(request: ReaderRequest) -> dict[str, str]:
    """The key a browser subscribes with."""
    return {"key": push.public_key()}


@router.post("/alerts/push", response={201: dict[str, str]})
@idempotent
def subscribe(request: ReaderRequest, new: Browser) -> Status[dict[str, str]]:
    """This browser wants to be told."""
    actions.subscribe_push(
        request.user,
        endpoint=new.endpoint,
        p256dh=new.p256dh,
        auth=new.auth,
        browser=new.browser,
        device=devices.known_as(request),
    )
    return Status(201, {"state": "subscribed"})


@router.delete("/alerts/push", response={204: None})
@idempotent
def unsubscribe(request: ReaderRequest, endpoint: str) -> Status[None]:
    actions.unsubscribe_push(request.user, endpoint)
    return Status(204, None)

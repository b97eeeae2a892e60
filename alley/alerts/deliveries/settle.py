"""When an address takes no more: it is switched off, and its owner is told on the site."""

from django.utils import timezone

from alley.accounts.actions import notify
from alley.alerts.deliveries.outcome import Outcome
from alley.alerts.models import Delivery, PushSubscription, Webhook
from alley.alerts.models.delivery import Channel


def give_up(delivery: Delivery, outcome: Outcome) -> None:
    if delivery.channel == Channel.PUSH and outcome.gone:
        PushSubscription.objects.filter(pk=delivery.target).delete()
    elif delivery.channel == Channel.WEBHOOK and (outcome.gone or not _reached_since(delivery)):
        _switch_off(delivery, outcome)
    elif delivery.channel == Channel.WEBHOOK:
        _say(delivery, "A message to your webhook was given up", outcome.words)
    elif delivery.channel == Channel.EMAIL:
        _say(delivery, "A mail about an alert could not be delivered", outcome.words)


def _reached_since(delivery: Delivery) -> bool:
    """Whether the address took another message meanwhile: then it is this one it does not take."""
    same = Delivery.objects.filter(channel=delivery.channel, target=delivery.target)
    same = same.filter(reader=delivery.reader_id)
    return same.filter(state=Delivery.State.SENT, sent__gt=delivery.created).exists()


def _switch_off(delivery: Delivery, outcome: Outcome) -> None:
    hook = Webhook.objects.filter(pk=delivery.target, disabled=None).first()
    if hook is None:
        return
    hook.disabled, hook.disabled_reason = timezone.now(), outcome.words[:200]
    hook.save(update_fields=["disabled", "disabled_reason"])
    _say(delivery, "A webhook was switched off", f"{hook.url}: {outcome.words}")


def _say(delivery: Delivery, title: str, words: str) -> None:
    notify(delivery.reader, kind="alert", title=title, body=words, url="/alerts/deliveries/")

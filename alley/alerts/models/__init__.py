"""What readers wait for, what happened, and who was told."""

from alley.alerts.models.alert import Alert, Change, Firing, StoryHeard
from alley.alerts.models.delivery import Delivery, Preference, PushSubscription, Webhook
from alley.alerts.models.stream import Seen, Shard

__all__ = [
    "Alert",
    "Change",
    "Delivery",
    "Firing",
    "Preference",
    "PushSubscription",
    "Seen",
    "Shard",
    "StoryHeard",
    "Webhook",
]

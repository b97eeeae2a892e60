"""What readers do with alerts, and what happens to them."""

from alley.alerts.actions.change import (
    Wish,
    change_alert,
    create_alert,
    delete_alert,
    draft_alert,
    pause_alert,
    resume_alert,
    unknown_instrument,
)
from alley.alerts.actions.correct import note_correction
from alley.alerts.actions.lapse import expire_due, forget_old
from alley.alerts.actions.preferences import (
    add_webhook,
    forget_device,
    forget_other_devices,
    remove_webhook,
    save_preferences,
    stop_email,
    subscribe_push,
    switch_on_webhook,
    unsubscribe_push,
)
from alley.alerts.actions.resend import redeliver, try_webhook
from alley.alerts.actions.split import split_levels
from alley.alerts.actions.talk import fire_talk
from alley.alerts.actions.worth import look_at_portfolios

__all__ = [
    "Wish",
    "add_webhook",
    "change_alert",
    "create_alert",
    "delete_alert",
    "draft_alert",
    "expire_due",
    "fire_talk",
    "forget_device",
    "forget_old",
    "forget_other_devices",
    "look_at_portfolios",
    "note_correction",
    "pause_alert",
    "redeliver",
    "remove_webhook",
    "resume_alert",
    "save_preferences",
    "split_levels",
    "stop_email",
    "subscribe_push",
    "switch_on_webhook",
    "try_webhook",
    "unknown_instrument",
    "unsubscribe_push",
]

"""The log of live events: what a page that was away for a moment can catch up from."""

from django.db import models


class Event(models.Model):
    """One event on one topic, written in the transaction of what it tells.

    Every process that holds open pages reads this log from where it stood, so commands and
    workers reach them without knowing them.
    """

    topic = models.CharField(max_length=200)
    payload = models.JSONField()
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="event_by_topic")]

"""A thread follows its subject to a new key: a share that trades under another symbol."""

from django.db import transaction

from alley.discussion.models import Thread
from alley.live import bus


@transaction.atomic
def rename_thread(*, kind: str, was: str, becomes: str) -> None:
    """Nothing happens where there is no thread, or one stands under the new key already."""
    if Thread.objects.filter(kind=kind, key=becomes).exists():
        return
    if Thread.objects.filter(kind=kind, key=was).update(key=becomes):
        bus.purge(f"thread:{kind}:{was}", f"thread:{kind}:{becomes}")

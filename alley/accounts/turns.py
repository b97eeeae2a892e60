"""One at a time: what a reader does twice at once happens one after the other."""

from datetime import datetime

from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Now

from alley.accounts.models import Reader
from alley.prepared import Blank, prepared


def take_turn(reader: Reader) -> None:
    """Wait until nothing else of this reader is under way; theirs until the transaction ends."""
    _locked.first(reader=reader.pk)


def moment_after_waiting(reader: Reader) -> datetime:
    """Take the turn, then the database's time: before it, that could be the wait's start."""
    take_turn(reader)
    return moment(reader)


def moment(reader: Reader) -> datetime:
    """The database's time, without a turn."""
    return _clock.get(reader=reader.pk)


@prepared(reader=BigIntegerField())
def _locked(reader: Blank) -> QuerySet[Reader, int]:
    return Reader.objects.select_for_update().filter(pk=reader).values_list("pk", flat=True)


@prepared(reader=BigIntegerField())
def _clock(reader: Blank) -> QuerySet[Reader, datetime]:
    return Reader.objects.filter(pk=reader).values_list(Now(), flat=True)

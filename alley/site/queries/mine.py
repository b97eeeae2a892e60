"""What of a page is the reader's own."""

from django.contrib.auth.models import AnonymousUser

from alley.accounts.models import Reader
from alley.saved.queries import saved_among


def is_saved(reader: Reader | AnonymousUser, kind: str, key: str) -> bool:
    return isinstance(reader, Reader) and bool(saved_among(reader, [(kind, key)]))

"""Keeping what somebody is writing, so that another device has it too."""

from typing import Any

from django.db import transaction

from alley.accounts.models import Reader
from alley.discussion.body import MAX_CODE_POINTS
from alley.discussion.models import Draft


@transaction.atomic
def keep_draft(*, reader: Reader, kind: str, key: str, body: str, parent: int = 0) -> None:
    """One draft a form; an empty one is dropped."""
    place: dict[str, Any] = {"reader": reader, "kind": kind, "key": key, "parent": parent}
    if body.strip():
        Draft.objects.update_or_create(**place, defaults={"body": body[: 2 * MAX_CODE_POINTS]})
    else:
        Draft.objects.filter(**place).delete()

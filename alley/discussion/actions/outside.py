"""Keeping an outside page as a subject."""

from django.db import transaction

from alley.discussion.addresses import canonical, key_of
from alley.discussion.models import OutsidePage
from alley.discussion.queries.pages import may_embed
from alley.refusals import Refusal, Refused

NOT_ALLOWED = Refusal(
    "not_embeddable", "This site does not show its discussions on that page.", status=403
)


@transaction.atomic
def keep_page(url: str) -> OutsidePage:
    """Once an address. Raises Refused `not_embeddable` where the operator has not allowed its
    site."""
    address = canonical(url)
    if not address or not may_embed(address):
        raise Refused(NOT_ALLOWED)
    page, _ = OutsidePage.objects.get_or_create(key=key_of(address), defaults={"url": address})
    return page

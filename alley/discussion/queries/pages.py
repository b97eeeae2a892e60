"""Outside pages as subjects, where the operator lets this discussion be embedded."""

from django.conf import settings

from alley.discussion.addresses import canonical, origin
from alley.discussion.models import OutsidePage
from alley.subjects import Subject


def may_embed(url: str) -> bool:
    return origin(url) in settings.EMBED_SITES


def page_subject(key: str) -> Subject | None:
    """An outside page; gone when its site is no longer allowed."""
    if not key.isdecimal() or len(key) > 18:
        return None
    page = OutsidePage.objects.filter(pk=int(key)).first()
    if page is None or not may_embed(page.url):
        return None
    return Subject("page", key, title_of(page.url), f"/discuss/page/{key}/")


def page_at(url: str) -> OutsidePage | None:
    return OutsidePage.objects.filter(url=canonical(url)).first()


def title_of(url: str) -> str:
    """The address itself: whatever an embedding page calls itself could be said by anybody."""
    return url.partition("://")[2].rstrip("/")[:200]

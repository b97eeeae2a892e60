"""Outside pages as subjects, where the operator lets this discussion be embedded."""

from django.conf import settings

from alley.discussion.addresses import in_path, key_of, origin
from alley.discussion.models import OutsidePage
from alley.subjects import Subject


def may_embed(url: str) -> bool:
    return origin(url) in settings.EMBED_SITES


def page_subject(key: str) -> Subject | None:
    """An outside page; gone when its site is no longer allowed."""
    page = OutsidePage.objects.filter(key=key).first()
    return subject_of(page.url) if page and may_embed(page.url) else None


def subject_of(url: str) -> Subject:
    """Its title is the address itself: whatever a page calls itself could be said by anybody."""
    title = url.partition("://")[2].rstrip("/")[:200]
    return Subject("page", key_of(url), title, f"/embed/{in_path(url)}/")

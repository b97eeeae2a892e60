"""/me/context: what a page that is the same for everybody does not say about me."""

from typing import Any

from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Router, Schema

from alley.accounts import queries as accounts
from alley.accounts.http import ReaderRequest, signed_in
from alley.moderation.queries import may_speak
from alley.saved.models import SavedItem

router = Router(auth=signed_in)


class ContextOut(Schema):
    username: str
    name: str
    role: str
    unread: int
    may_comment: bool
    why_not: str | None
    saved: list[dict[str, str]]
    csrf: str


@router.get("/me/context", response=ContextOut)
def context(request: ReaderRequest, page: str = "") -> dict[str, Any]:
    """Who I am, what I may do now, what I was told since, and what of mine is saved.

    `page` narrows the saved items to one kind and key, written `article:42`.
    """
    reader = request.user
    kind, _, key = page.partition(":")
    saved = SavedItem.objects.filter(reader=reader)
    saved = saved.filter(kind=kind, key=key) if key else saved
    refusal = may_speak(reader, timezone.now())
    return {
        "username": reader.username,
        "name": reader.shown_name,
        "role": reader.role,
        "unread": accounts.unread(reader),
        "may_comment": refusal is None,
        "why_not": refusal.detail if refusal else None,
        "saved": list(saved.order_by("-id").values("kind", "key")[:100]),
        "csrf": get_token(request),
    }

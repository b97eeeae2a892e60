"""What a story says of prices, and whether they bear it out."""

from typing import Any

from django.utils import timezone

from alley.markets.queries import checked_claims
from alley.news import prose
from alley.news.claims import ClaimShown, shown
from alley.news.models import Article, CheckedClaims


def claims_of(article: Article) -> list[ClaimShown]:
    """As last checked; one query."""
    kept = CheckedClaims.objects.filter(article=article).first()
    return [shown(claim) for claim in kept.claims] if kept else []


def claims_told(article: Article) -> list[dict[str, Any]]:
    """The contract's claims: those an editor lets readers see."""
    kept = CheckedClaims.objects.filter(article=article).first() if article.show_claims else None
    return list(kept.claims) if kept else []


def claims_in_draft(draft: Article) -> list[ClaimShown]:
    """Of a story as it stands on the desk, checked now."""
    raw = list(draft.body.get_prep_value()) if draft.body else []
    told = draft.first_published or draft.published or timezone.now()
    text = prose.text_of(prose.render(raw))
    return [shown(found.as_dict()) for found in checked_claims(text, told)]

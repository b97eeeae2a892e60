"""Which answers may be shared: the page cache keeps only what says so here."""

from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

EVERY_PAGE = "breaking"  # every page carries the bar, so what breaks drops them all
Answer = TypeVar("Answer", bound=HttpResponseBase)


def public(
    request: HttpRequest, response: Answer, *keys: str, fresh: int = 60, stale: int = 600
) -> Answer:
    """Mark an answer as the same for everybody, under surrogate keys by which it is purged.

    `fresh` and `stale` are seconds. An answer to somebody signed in stays private whatever the
    view says: the mark is for anonymous readers only.
    """
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = (
        f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={stale}"
    )
    response["Surrogate-Key"] = " ".join((*keys, EVERY_PAGE))
    return response

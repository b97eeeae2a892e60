"""Who is asking."""

from django.http import HttpRequest

from alley.accounts.models import Reader


def reader_of(request: HttpRequest) -> Reader | None:
    return request.user if isinstance(request.user, Reader) else None

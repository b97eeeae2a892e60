"""/api/v1: the rooms' routers, and one shape for every refusal (RFC 9457)."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from alley.refusals import Refused

api = NinjaAPI(title="Exchange Alley", version="1", urls_namespace="api")


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return error.refusal.as_problem()

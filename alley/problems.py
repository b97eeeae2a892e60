"""The house rules of /api/v1: one shape for every refusal, conditional GETs, private by default."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, set_response_etag
from ninja import NinjaAPI, Swagger
from ninja.errors import HttpError, ValidationError

from alley.refusals import Refusal, Refused

API = "/api/v1/"
PROBLEM = "application/problem+json"
WORDS = {
    400: ("malformed", "This request could not be read."),
    401: ("sign_in_required", "Please sign in first."),
    403: ("not_allowed", "You may not do this."),
    404: ("not_found", "There is nothing here, or nothing you may see."),
    405: ("method_not_allowed", "This address does not do that."),
    413: ("too_large", "This request is too large."),
    415: ("unsupported_type", "Send application/json."),
    429: ("too_many", "Please slow down."),
    500: ("broken", "Something broke on our side. It has been noted."),
    503: ("unavailable", "The site is busy or resting. Please try again in a moment."),
}
DOCS_POLICY = (  # the documentation page styles itself; it loads nothing from elsewhere
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
log = logging.getLogger("alley.api")
View = Callable[[HttpRequest], HttpResponse]


def problem(status: int) -> HttpResponse:
    """A problem for which there is nothing more to say than its status."""
    code, detail = WORDS.get(status, WORDS[500 if status >= 500 else 400])
    wait = timedelta(seconds=5) if status == 503 else None
    return Refusal(code, detail, status=status, retry_after=wait).as_problem()


class Docs(Swagger):
    """The OpenAPI pages, from our own files, under a policy of their own."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        context = {"openapi": self.get_openapi_url(api, kwargs), "api": api}
        response = render(request, "shell/api_docs.html", context)
        response["Content-Security-Policy"] = DOCS_POLICY
        return response


class HouseAPI(NinjaAPI):
    """NinjaAPI whose every refusal is a problem, in the answers and in the schema."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(docs=Docs(), **kwargs)
        self.exception_handler(Refused)(_refused)
        self.exception_handler(ValidationError)(_invalid)
        self.exception_handler(HttpError)(_http_error)
        self.exception_handler(Http404)(_not_found)
        self.exception_handler(OperationalError)(_unavailable)

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(**kwargs)
        schema["components"].setdefault("schemas", {})["Problem"] = _PROBLEM_SCHEMA
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"].setdefault("default", _PROBLEM_ANSWER)
        return schema


def house_rules(get_response: View) -> View:
    """Middleware: what goes wrong in the API leaves it as a problem; GETs have an ETag."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(API) or response.streaming:
            return response
        if response.status_code >= 400:
            return _as_problem(response)
        return _conditional(request, response)

    middleware.process_exception = _refused_page  # type: ignore[attr-defined]
    return middleware


def _refused_page(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """A page says no in the same words as the API; whoever only has to sign in is led there."""
    if not isinstance(error, Refused) or request.path.startswith(API):
        return None
    if error.refusal.status == 401:
        return redirect_to_login(request.get_full_path())
    context = {"refusal": error.refusal}
    return render(request, "shell/refused.html", context, status=error.refusal.status)


def _as_problem(response: HttpResponse) -> HttpResponse:
    if "json" in response.headers.get("Content-Type", ""):
        return response
    told = problem(response.status_code)
    for header in ("Allow", "Retry-After"):
        if header in response:
            told[header] = response[header]
    return told


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return response
    if "ETag" not in response:
        set_response_etag(response)
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer or response


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return error.refusal.as_problem()


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [
        {"field": ".".join(str(part) for part in found["loc"][1:]), "message": found["msg"]}
        for found in error.errors
    ]
    words = "Some fields are missing or wrong."
    return Refusal("invalid", words, status=422, more={"fields": fields}).as_problem()


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code)


def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404)


def _unavailable(request: HttpRequest, error: OperationalError) -> HttpResponse:
    log.error("the database did not answer %s %s: %s", request.method, request.path, error)
    return problem(503)


_PROBLEM_SCHEMA = {
    "title": "Problem",
    "description": "RFC 9457; `code` is stable, `detail` is for people.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
    "additionalProperties": True,
}
_PROBLEM_ANSWER = {
    "description": "A problem (docs/api/problems.md)",
    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}

"""Every address the site answers: from Django's URL patterns and from the OpenAPI schema."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from alley.api import api

BOUGHT = ("/desk/", "/accounts/")  # Wagtail's and allauth's; the desk's doors are tried as well


def ours() -> list[str]:
    return [*sorted(set(_pages())), *_operations()]


def row_of(address: str) -> str:
    """The line of the matrix that an address is asked by; API operations by GET."""
    route = re.sub("/+", "/", f"/{_plain(resolve(address.partition('?')[0]).route)}")
    operation = f"GET {route.replace('<', '{').replace('>', '}')}"
    return operation if operation in _operations() else f"PAGE {route}"


def desk_pages() -> list[str]:
    """The desk's own addresses that need no parameter, whoever wrote them."""
    found = (route for route, _ in _patterns(get_resolver().url_patterns) if "<" not in route)
    return sorted(route for route in found if route.startswith("/desk/"))


def _pages() -> Iterator[str]:
    for route, pattern in _patterns(get_resolver().url_patterns):
        module = _module(pattern.callback)
        if module.startswith("ninja.operation") or route.startswith("/desk/api/main/"):
            continue
        if module.startswith("alley.") or not route.startswith(BOUGHT):
            yield f"PAGE {route}"


def _operations() -> Iterator[str]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            yield f"{method.upper()} {path}"


def _patterns(patterns: list[Any], before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + _plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, route)
        else:
            yield re.sub("/+", "/", route), pattern


def _plain(route: str) -> str:
    """`<str:name>` and `(?P<name>\\d+)` both read `<name>`."""
    route = re.sub(r"<\w+:(\w+)>", r"<\1>", route)
    route = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", route)
    return re.sub(r"/\?|[\^$\\?]|\\Z", lambda found: "/" if found[0] == "/?" else "", route)


def _module(view: Any) -> str:
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    view = getattr(view, "view_class", None) or getattr(view, "func", None) or view
    return str(getattr(view, "__module__", ""))

"""Charts of comments: choosing one without JavaScript, looking at one then and now."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from alley import subjects
from alley.accounts.http import ReaderRequest
from alley.discussion import actions, queries, rules
from alley.discussion.models import Comment
from alley.markets import queries as markets
from alley.markets.charts import asked, plot, svg
from alley.markets.charts.choices import Choices
from alley.markets.charts.files import Form, as_file, frozen_file
from alley.markets.charts.spec import ChartSpec, Span, spec_of
from alley.markets.charts.window import Window
from alley.markets.models import ChartSnapshot
from alley.refusals import Refused
from alley.shell.pages import public


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: ReaderRequest, kind: str, key: str) -> HttpResponse:
    """Choose what it shows; see it; lay it beside the comment that is being written."""
    subject = subjects.find(kind, key)
    if subject is None:
        raise Http404
    parent = _number(request.GET.get("parent") or request.POST.get("parent"))
    draft = queries.draft_of(request.user, kind, subject.key, parent)
    shown = {
        "at": f"/discuss/{kind}/{key}/chart/",
        "about": subject.title,
        "back": subject.url,
        "parent": parent,
        "chosen": draft.chart if draft else None,
    }
    return _choosing(request, shown, kind, key, lambda: _lay(request, kind, key, parent))


@login_required
@require_http_methods(["GET", "POST"])
def replace(request: ReaderRequest, pk: int) -> HttpResponse:
    """Another chart for a comment of one's own that stands, or its first; asks first."""
    comment = queries.comment_for(request.user, pk)
    if comment.author_id != request.user.pk:
        raise Refused(rules.NOT_YOURS)

    def put() -> HttpResponse:
        actions.replace_chart(
            author=request.user,
            comment=comment,
            spec=_spec(request.POST.get("symbol", ""), request.POST),
            version=_number(request.POST.get("version")) or None,
        )
        return redirect(queries.place_of(comment))

    shown = {
        "at": f"/comments/{pk}/chart/choose/",
        "about": "your comment",
        "back": f"/comments/{pk}/",
        "chosen": comment.chart,
        "comment": comment,
    }
    return _choosing(request, shown, comment.thread.kind, comment.thread.key, put)


def _choosing(
    request: HttpRequest,
    shown: dict[str, Any],
    kind: str,
    key: str,
    take: Callable[[], HttpResponse],
) -> HttpResponse:
    query = request.POST if request.method == "POST" else request.GET
    try:
        if request.method == "POST":
            return take()
        shown |= _preview(kind, key, query)
    except Refused as error:
        shown |= {"refusal": error.refusal, "symbol": query.get("symbol", "")}
    status = shown["refusal"].status if "refusal" in shown else 200
    return render(request, "discussion/choose_chart.html", shown, status=status)


def _lay(request: ReaderRequest, kind: str, key: str, parent: int) -> HttpResponse:
    if made := _number(request.POST.get("snapshot")):
        actions.lay_chart(reader=request.user, kind=kind, key=key, chart=made, parent=parent)
    else:
        spec = _spec(request.POST.get("symbol", ""), request.POST)
        actions.choose_chart(reader=request.user, kind=kind, key=key, spec=spec, parent=parent)
    messages.success(request, "The chart goes with your comment when you post it.")
    return redirect(_form(kind, key, parent))


def _form(kind: str, key: str, parent: int) -> str:
    if parent:
        return f"/comments/{parent}/reply/"
    subject = subjects.find(kind, key)
    return f"{subject.url}#comments" if subject else "/"


def _preview(kind: str, key: str, query: Any) -> dict[str, Any]:
    symbol = query.get("symbol") or (key if kind == "instrument" else "")
    if not symbol:
        return {"choices": Choices(ChartSpec(symbol="X:X"), intraday=False, zone="UTC")}
    spec = _spec(symbol, query)
    window = markets.chart_window(spec)
    intraday = markets.has_intraday(spec.symbol)
    return {
        "symbol": spec.symbol,
        "spec": spec,
        "choices": Choices(spec, intraday=intraday, zone=window.main.zone if window else "UTC"),
        "picture": asked.address(spec) if window else "",
        "words": svg.description(spec, window) if window else "",
        "title": svg.title(spec, window) if window else "",
    }


def _spec(symbol: str, query: Any) -> ChartSpec:
    instrument = markets.instrument_for(symbol)
    if instrument is None:
        raise Refused(markets.NO_INSTRUMENT)
    spec = asked.asked(instrument.symbol, query, markets.usual_chart(instrument.symbol))
    return spec_of({**spec.as_dict(), "call": query.get("call", "")})


@login_required
@require_http_methods(["GET", "POST"])
def put_away(request: ReaderRequest, kind: str, key: str) -> HttpResponse:
    """Asks first; what is written stays."""
    subject = subjects.find(kind, key)
    if subject is None:
        raise Http404
    parent = _number(request.GET.get("parent") or request.POST.get("parent"))
    if request.method == "POST":
        actions.put_chart_away(reader=request.user, kind=kind, key=subject.key, parent=parent)
        return redirect(_form(kind, key, parent))
    shown = {"kind": kind, "key": key, "parent": parent, "back": _form(kind, key, parent)}
    return render(request, "discussion/put_chart_away.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def take_off(request: ReaderRequest, pk: int) -> HttpResponse:
    """Take the chart off a comment of one's own; asks first."""
    comment = queries.comment_for(request.user, pk)
    if request.method == "POST":
        actions.edit_comment(author=request.user, comment=comment, body=comment.body, chart=None)
        return redirect(queries.place_of(comment))
    return render(request, "discussion/take_chart_off.html", {"comment": comment})


@require_GET
def picture(request: HttpRequest, pk: int, form: Form) -> HttpResponse:
    """The chart of a comment as it was posted, or (`?now=1`) drawn from the prices of now."""
    comment, made = _chart_of(request, pk)
    if request.GET.get("now"):
        spec, window = _now(made)
        size = plot.NARROW if request.GET.get("size") == "narrow" else plot.WIDE
        theme = request.GET.get("theme", "light")
        answer = as_file(svg.draw(spec, window, size), form, theme)
    else:
        answer = frozen_file(made, form, request.GET)
    return public(request, answer, comment.thread.topic, f"instrument:{made.instrument.symbol}")


@require_GET
def then_and_now(request: HttpRequest, pk: int) -> HttpResponse:
    comment, made = _chart_of(request, pk)
    view = queries.view_for(request.user, pk)
    spec, window = _now(made)
    shown = {
        "comment": view,
        "chart": view.chart,
        "snapshot": made,
        "now_words": svg.description(spec, window),
        "place": queries.place_of(comment),
    }
    answer = render(request, "discussion/then_and_now.html", shown)
    return public(request, answer, comment.thread.topic, f"instrument:{made.instrument.symbol}")


def _chart_of(request: HttpRequest, pk: int) -> tuple[Comment, ChartSnapshot]:
    comment = queries.comment_for(request.user, pk)
    if comment.chart is None:
        raise Http404
    return comment, comment.chart


def _now(made: ChartSnapshot) -> tuple[ChartSpec, Window]:
    """The same chart from where it began until now; as it was where no price is known any more."""
    spec = spec_of(made.spec)
    began = made.window["main"]["bars"][made.window["first"]][0]
    until = markets.newest_moment(spec.symbol, spec.interval) or spec.as_of
    stretch = Span.model_validate({"from": began, "to": until})
    spec = spec.model_copy(update={"range": stretch})
    return spec, markets.chart_window(spec) or markets.kept_window(made)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0

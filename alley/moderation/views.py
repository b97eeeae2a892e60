"""Guidelines, transparency, statements and reports: what is asked, what was done, and why."""

import csv
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alley.accounts.http import ReaderRequest
from alley.moderation import actions, periods, queries, tasks
from alley.moderation import policy as policies
from alley.moderation.models import Appeal, Report, Statement
from alley.moderation.screening import forget, screen
from alley.moderation.wording import advice
from alley.refusals import Refused
from alley.shell.pages import public
from alley.shell.plots import Plot, bars, columns

PARTS = dict(
    zip(
        queries.PARTS,
        (
            "Summary",
            "Our categories",
            "Orders of Member States",
            "Notices",
            "Own initiative: illegal content",
            "Own initiative: against the guidelines",
            "Complaints and misuse",
            "Automated means",
            "People who moderate",
            "Average monthly recipients",
            "In words",
        ),
        strict=True,
    )
) | {"statements": "Statements of reasons"}


@require_GET
def guidelines(request: HttpRequest) -> HttpResponse:
    """Made from the policy in force, as is the enforcement."""
    page = render(request, "moderation/guidelines.html", {"policy": policies.current()})
    return public(request, page, "policy")


@require_GET
def transparency(request: HttpRequest) -> HttpResponse:
    figures = queries.transparency(*_period(request))
    context = {
        "figures": figures,
        "plots": _plots(figures),
        "parts": PARTS.items(),
        "guidelines": policies.current().guidelines,
    }
    page = render(request, "moderation/transparency.html", context)
    return public(request, page, "transparency")


@require_GET
def report_part(request: HttpRequest, part: str) -> HttpResponse:
    """One table of the report as CSV; `statements` are the statements of reasons themselves."""
    since, until = _period(request, days=365)
    if part == "statements":
        table = queries.statements_export(since, until)
    else:
        found = queries.report(part, since, until)
        if found is None:
            raise Http404
        table = found
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{part}.csv"'
    csv.writer(answer).writerows(table)
    return public(request, answer, "transparency")


def _period(request: HttpRequest, days: int = 30) -> tuple[datetime, datetime]:
    sent = request.GET
    return periods.span(periods.day(sent.get("from", "")), periods.day(sent.get("to", "")), days)


def _plots(figures: dict[str, Any]) -> list[Plot]:
    months = figures["months"]
    names = [f"{datetime.fromisoformat(each['month'] + '-01'):%b %y}" for each in months]
    sides = [(side, [each[side] for each in months]) for side in ("people", "automatic")]
    restricted = sum(sum(values) for _, values in sides)
    guidelines = policies.current().guidelines
    by_guideline = [
        (policies.title_of(row["guideline"], guidelines), row["human"] + row["automated"])
        for row in figures["by_guideline"]
    ]
    return [
        columns(
            "Restrictions a month",
            f"{restricted} in twelve months, decided by people or automatically until one looks.",
            names,
            sides,
            name="restrictions",
        ),
        bars(
            "By guideline",
            "How often each guideline was the reason for a restriction in this period.",
            by_guideline,
            name="by-guideline",
        ),
    ]


@sensitive_post_parameters("body")
@login_required
@require_POST
def wording(request: ReaderRequest) -> HttpResponse:
    """Which words of a draft would be marked. It is looked at and forgotten: no row, no log."""
    text = request.POST.get("body", "")[: policies.current().limits.comment_code_points]
    answer = render(request, "moderation/_wording.html", {"advice": advice(text, screen(text))})
    forget()
    return answer


@login_required
@require_GET
def statements(request: ReaderRequest) -> HttpResponse:
    page = queries.statements_of(request.user, request.GET.get("cursor"))
    return render(request, "moderation/statements.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def statement(request: ReaderRequest, pk: int) -> HttpResponse:
    return _shown(request, get_object_or_404(Statement, pk=pk, reader=request.user))


@require_http_methods(["GET", "POST"])
def by_key(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the e-mail: the banned can read and appeal without signing in."""
    try:
        pk = signing.loads(key, salt=tasks.SALT)
    except signing.BadSignature:
        raise Http404 from None
    return _shown(request, get_object_or_404(Statement, pk=pk))


def _shown(request: HttpRequest, shown: Statement) -> HttpResponse:
    context = {
        "statement": shown,
        "appeal": getattr(shown, "appeal", None),
        "said": shown.decision.case.text if shown.decision else "",
        "until": shown.issued + policies.current().decisions.appeal_within,
        "role": settings.DSA_ROLE,
    }
    ask = partial(actions.appeal, statement=shown, reader=shown.reader)
    return _with_appeal(request, "moderation/statement.html", context, ask)


@login_required
@require_GET
def reports(request: ReaderRequest) -> HttpResponse:
    page = queries.reports_by(request.user, request.GET.get("cursor"))
    return render(request, "moderation/reports.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def report(request: ReaderRequest, pk: int) -> HttpResponse:
    """What came of a report; who disagrees asks somebody else to look again."""
    mine = get_object_or_404(Report.objects.select_related("case"), pk=pk, reporter=request.user)
    context = {
        "report": mine,
        "reason": policies.current().reports.reason(mine.reason),
        "appeal": getattr(mine, "appeal", None),
    }
    if request.POST.get("withdraw"):
        return _withdraw(request, mine)
    ask = partial(actions.appeal_report, report=mine, reader=request.user)
    return _with_appeal(request, "moderation/report.html", context, ask)


def _withdraw(request: ReaderRequest, mine: Report) -> HttpResponse:
    try:
        actions.withdraw_report(report=mine, reader=request.user)
        messages.success(request, "Your report is withdrawn.")
    except Refused as error:
        messages.error(request, error.refusal.detail)
    return redirect(request.path)


def _with_appeal(
    request: HttpRequest, template: str, context: dict[str, Any], ask: Callable[..., Appeal]
) -> HttpResponse:
    """A page with the form to appeal; what is refused is shown with the words kept."""
    refusal, words = None, request.POST.get("text", "")
    if request.method == "POST":
        try:
            ask(text=words)
        except Refused as error:
            refusal = error.refusal
        else:
            messages.success(request, "Thank you. Somebody else will look at it.")
            return redirect(request.path)
    longest = policies.current().decisions.appeal_length
    shown = {**context, "refusal": refusal, "draft": words, "longest": longest}
    return render(request, template, shown, status=refusal.status if refusal else 200)

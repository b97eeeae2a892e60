"""Guidelines, transparency, statements and reports: what is asked, what was done, and why."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alley.accounts.http import ReaderRequest
from alley.moderation import actions, queries, tasks
from alley.moderation import policy as policies
from alley.moderation.models import Report, Statement
from alley.moderation.screening import forget, screen
from alley.moderation.wording import advice
from alley.refusals import Refused
from alley.shell.pages import public


@require_GET
def guidelines(request: HttpRequest) -> HttpResponse:
    """Made from the policy in force, as is the enforcement."""
    page = render(request, "moderation/guidelines.html", {"policy": policies.current()})
    return public(request, page, "policy")


@require_GET
def transparency(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    figures = queries.transparency(now - timedelta(days=30), now)
    page = render(request, "moderation/transparency.html", {"figures": figures})
    return public(request, page, "transparency")


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
    refusal = None
    draft = request.POST.get("text", "")
    if request.method == "POST":
        try:
            actions.appeal(statement=shown, reader=shown.reader, text=draft)
        except Refused as error:
            refusal = error.refusal
        else:
            messages.success(request, "Thank you. Somebody else will look at it.")
            return redirect(request.path)
    context = {
        "statement": shown,
        "appeal": getattr(shown, "appeal", None),
        "refusal": refusal,
        "draft": draft,
        "longest": policies.current().decisions.appeal_length,
    }
    status = refusal.status if refusal else 200
    return render(request, "moderation/statement.html", context, status=status)


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
    refusal = None
    draft = request.POST.get("text", "")
    if request.method == "POST":
        try:
            actions.appeal_report(report=mine, reader=request.user, text=draft)
        except Refused as error:
            refusal = error.refusal
        else:
            messages.success(request, "Thank you. Somebody else will look at it.")
            return redirect(request.path)
    context = {
        "report": mine,
        "reason": policies.current().reports.reason(mine.reason),
        "appeal": getattr(mine, "appeal", None),
        "refusal": refusal,
        "draft": draft,
        "longest": policies.current().decisions.appeal_length,
    }
    status = refusal.status if refusal else 200
    return render(request, "moderation/report.html", context, status=status)

"""/accounts/privacy/: a copy of everything of mine; erasing my account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from alley.accounts.http import ReaderRequest
from alley.privacy import actions, queries
from alley.privacy.forms import Erase
from alley.privacy.models import DataRequest
from alley.refusals import Refused


@login_required
@require_http_methods(["GET", "POST"])
def privacy(request: ReaderRequest) -> HttpResponse:
    """GET shows what was asked for and how far it is; POST asks for a copy."""
    if request.method == "POST":
        try:
            actions.ask_for_archive(request.user)
        except Refused as refused:
            messages.error(request, refused.refusal.detail)
        return redirect("privacy")
    found = [
        one for one in queries.requests_of(request.user) if one.kind == DataRequest.Kind.EXPORT
    ]
    context = {
        "requests": found,
        "running": any(not one.finished for one in found),
        "kept": actions.KEPT.days,
    }
    return render(request, "privacy/privacy.html", context)


@login_required
@require_GET
def archive(request: ReaderRequest, pk: int) -> HttpResponse:
    mine = DataRequest.objects.filter(reader=request.user, archive__isnull=False)
    found = get_object_or_404(mine, pk=pk)
    answer = HttpResponse(bytes(found.archive or b""), content_type="application/zip")
    name = f"{request.user.username}-{found.asked:%Y-%m-%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def erase(request: ReaderRequest) -> HttpResponse:
    form = Erase(request.POST or None, reader=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            removes = form.cleaned_data["comments"] == "remove"
            actions.ask_to_be_erased(request.user, remove_comments=removes)
        except Refused as refused:
            form.add_error(None, refused.refusal.detail)
        else:
            logout(request)
            return render(request, "privacy/erased.html")
    status = 422 if form.errors else 200
    return render(request, "privacy/erase.html", {"form": form}, status=status)

"""The policy on the desk: written, checked, previewed, compared, replayed, switched on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May
from alley.moderation import actions, queries
from alley.moderation import policy as policies
from alley.moderation.desk.doors import refused_page, shut
from alley.moderation.desk.plots import plots_of
from alley.moderation.differences import side_by_side
from alley.moderation.labelled import LabelError
from alley.moderation.models import PolicyDraft
from alley.moderation.policy import Policy, PolicyError
from alley.moderation.policy.help import HELP
from alley.refusals import Refused

EDITOR = "moderation_policy"


@dataclass(frozen=True, slots=True)
class Checked:
    """A policy's text as the editor shows it: what it means, or what is wrong where."""

    text: str
    policy: Policy | None = None
    error: str = ""
    line: int | None = None

    @property
    def wrong_line(self) -> str:
        lines = self.text.splitlines()
        return lines[self.line - 1] if self.line and self.line <= len(lines) else ""


def checked(text: str) -> Checked:
    try:
        return Checked(text, policies.read(text))
    except PolicyError as error:
        return Checked(text, None, str(error), error.line)


@require_http_methods(["GET", "POST"])
def editor(request: ReaderRequest) -> HttpResponse:
    """What is written here is kept as a draft; nothing is in force before it is switched on."""
    if (refused := shut(request, May.CHANGE_POLICY)) is not None:
        return refused
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        actions.save_draft(text=text, admin=request.user)
        if request.POST.get("do") == "adopt":
            return _adopted(request, text, request.POST.get("note", ""))
        if request.POST.get("do") == "backtest" and checked(text).policy:
            return redirect("moderation_backtest")
        return redirect(EDITOR)
    return render(request, "moderation/desk/policy.html", _editor(request))


@require_http_methods(["GET", "POST"])
def version(request: ReaderRequest, number: int) -> HttpResponse:
    """One that was in force: against the one before it, and the way back to it."""
    if (refused := shut(request, May.CHANGE_POLICY)) is not None:
        return refused
    found = queries.versions()
    shown = next((each for each in found if each.number == number), None)
    if shown is None:
        raise Http404
    if request.method == "POST":
        return _adopted(request, shown.text, f"Back to version {number}")
    before = next((each for each in found if each.number < number), None)
    context = {
        "shown": shown,
        "before": before,
        "since_then": side_by_side(before.text, shown.text) if before else [],
        "back": side_by_side(found[0].text, shown.text),
        "in_force": found[0],
    }
    return render(request, "moderation/desk/version.html", context)


@require_http_methods(["GET", "POST"])
def backtest(request: ReaderRequest) -> HttpResponse:
    """The draft over the site's past or a labelled file: who would have fared otherwise."""
    if (refused := shut(request, May.CHANGE_POLICY)) is not None:
        return refused
    error = ""
    if request.method == "POST":
        try:
            _ask(request)
            return redirect("moderation_backtest")
        except (PolicyError, LabelError, ValueError) as wrong:
            error = str(wrong)
        except Refused as no:
            return refused_page(request, no)
    draft = queries.draft_of(request.user)
    context: dict[str, Any] = {"draft": draft, "error": error}
    if draft is not None and draft.state == PolicyDraft.State.DONE:
        context |= {"result": draft.result, "plots": plots_of(draft.result)}
        context["guidelines"] = policies.current().guidelines
    answer = render(request, "moderation/desk/backtest.html", context, status=422 if error else 200)
    if draft is not None and draft.state in (PolicyDraft.State.WAITING, PolicyDraft.State.RUNNING):
        answer["Refresh"] = "2"
    return answer


@require_GET
def preview(request: ReaderRequest) -> HttpResponse:
    """The guidelines page as the draft would make it."""
    if (refused := shut(request, May.CHANGE_POLICY)) is not None:
        return refused
    draft = queries.draft_of(request.user)
    shown = checked(draft.text) if draft else Checked("", policies.current())
    if shown.policy is None:
        return redirect(EDITOR)
    return render(request, "moderation/guidelines.html", {"policy": shown.policy, "preview": True})


def _ask(request: ReaderRequest) -> None:
    day = request.POST.get("since", "")
    file = request.FILES.get("labelled")
    try:
        text = file.read().decode("utf-8-sig") if file else ""
    except UnicodeDecodeError:
        raise LabelError("the file is not UTF-8 text") from None
    since = date.fromisoformat(day) if day else None
    actions.ask_backtest(admin=request.user, since=since, labelled=text)


def _adopted(request: ReaderRequest, text: str, note: str) -> HttpResponse:
    try:
        made = actions.adopt_policy(text=text, admin=request.user, note=note[:300])
    except PolicyError:
        return redirect(EDITOR)  # the editor says what is wrong, and where
    return redirect(reverse("moderation_policy_version", args=[made.number]))


def _editor(request: ReaderRequest) -> dict[str, Any]:
    found = queries.versions()
    draft = queries.draft_of(request.user)
    shown = checked(draft.text if draft else found[0].text)
    return {
        "shown": shown,
        "draft": draft,
        "versions": found,
        "changes": side_by_side(found[0].text, shown.text),
        "help": HELP,
        "lines": max(24, shown.text.count("\n") + 2),
    }

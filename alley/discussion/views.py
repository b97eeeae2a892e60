"""The discussion's pages and forms: parse, one query or action, answer."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alley.accounts import receipts
from alley.accounts.http import ReaderRequest
from alley.accounts.receipts import Answer
from alley.discussion import actions, queries, rules
from alley.discussion.models import Comment
from alley.moderation import policy as policies
from alley.refusals import Refusal, Refused
from alley.shell.pages import public

View = Callable[..., HttpResponse]
WAITING = "Thank you. Your comment appears as soon as a moderator has approved it."


def _told(view: View) -> View:
    """A refusal becomes a page that says why."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            return _refused(request, "discussion/refused.html", {}, error.refusal)

    return told


@_told
@require_http_methods(["GET", "POST"])
def discuss(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The thread alone; POST a comment to it."""
    if request.method == "POST":
        return _post(request, kind, key)
    page = queries.discussion_page(
        kind,
        key,
        reader=request.user,
        order=request.GET.get("order", "newest"),
        cursor=request.GET.get("cursor") or None,
        conversation=_number(request.GET.get("conversation")) or None,
        after=_number(request.GET.get("after")),
    )
    answer = render(request, "discussion/thread.html", {"discussion": page})
    return public(request, answer, page.topic, "policy")


def _post(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(f"/discuss/{kind}/{key}/")
    body = request.POST.get("body", "")
    parent = _number(request.POST.get("parent")) or None
    elsewhere_too = request.POST.getlist("crosspost")
    chart = _number(request.POST.get("chart")) or None
    once = request.POST.get("once", "")[:200]

    def write() -> Answer:
        comment = actions.post_comment(
            author=request.user,  # type: ignore[arg-type]
            kind=kind,
            key=key,
            body=body,
            parent=parent,
            crosspost=elsewhere_too,
            chart=chart,
        )
        return Answer(303, f"{comment.pk} {comment.status}")

    asked = receipts.fingerprint("post_comment", kind, key, str(parent), body, str(chart))
    try:
        done = receipts.once(request.user, f"form {once}", asked, write) if once else write()
    except Refused as error:
        return _again(request, kind, key, parent, body, error.refusal)
    pk, status = done.body.split()
    if status == Comment.Status.PENDING:
        messages.success(request, WAITING)
    return _see(queries.place_of(queries.comment_for(request.user, int(pk))))


def _again(
    request: HttpRequest, kind: str, key: str, parent: int | None, body: str, refusal: Refusal
) -> HttpResponse:
    """The form once more: what was written, why it was not taken, and how long to wait."""
    page = queries.discussion_page(kind, key, reader=request.user)
    if page.form is not None:
        page = replace(page, form=replace(page.form, draft=body))
    shown: dict[str, Any] = {"discussion": page}
    template = "discussion/thread.html"
    if parent is not None:
        try:
            shown["comment"] = queries.view_for(request.user, parent)
            template = "discussion/reply.html"
        except Refused:
            pass  # what was replied to is gone: the text is offered as a comment of its own
    return _refused(request, template, shown, refusal)


@_told
@login_required
@require_POST
def draft(request: ReaderRequest, kind: str, key: str) -> HttpResponse:
    """Called while somebody types; another device finds the text."""
    actions.keep_draft(
        reader=request.user,
        kind=kind,
        key=key,
        body=request.POST.get("body", ""),
        parent=_number(request.POST.get("parent")),
        form=request.POST.get("once", "")[:200],
    )
    return HttpResponse(status=204)


@_told
@require_GET
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    comment = queries.comment_for(request.user, pk)
    answer = redirect(queries.place_of(comment))
    return public(request, answer, comment.thread.topic)


@require_GET
def fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment as the page shows it, for a page that is open."""
    try:
        comment = queries.view_for(request.user, pk)
    except Refused:
        return HttpResponse(status=404)
    answer = render(request, "discussion/_comment.html", {"comment": comment})
    return public(request, answer, f"thread:{comment.kind}:{comment.key}")


@_told
@login_required
@require_GET
def reply(request: ReaderRequest, pk: int) -> HttpResponse:
    comment = queries.view_for(request.user, pk)
    if comment.is_tombstone:
        raise Refused(rules.PARENT_GONE)  # said before anything is written in vain
    page = queries.discussion_page(comment.kind, comment.key, reader=request.user, parent=pk)
    return render(request, "discussion/reply.html", {"discussion": page, "comment": comment})


@_told
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: ReaderRequest, pk: int) -> HttpResponse:
    comment = queries.comment_for(request.user, pk)
    limit = policies.current().limits.comment_length
    shown = {"comment": comment, "body": comment.body, "limit": limit, "version": comment.version}
    if request.method == "GET":
        return render(request, "discussion/edit.html", shown)
    body = request.POST.get("body", "")
    version = _number(request.POST.get("version")) or None
    try:
        actions.edit_comment(author=request.user, comment=comment, body=body, version=version)
    except Refused as error:
        return _refused(request, "discussion/edit.html", {**shown, "body": body}, error.refusal)
    return _see(queries.place_of(queries.comment_for(request.user, pk)))


@_told
@login_required
@require_http_methods(["GET", "POST"])
def delete(request: ReaderRequest, pk: int) -> HttpResponse:
    comment = queries.comment_for(request.user, pk)
    if request.method == "GET":
        view = queries.view_for(request.user, pk)
        return render(request, "discussion/delete.html", {"comment": view})
    place = queries.place_of(comment).partition("#")[0]
    actions.delete_comment(author=request.user, comment=comment)
    messages.success(request, "Your comment is deleted.")
    return _see(f"{place}#comments")


@_told
@login_required
@require_http_methods(["GET", "POST"])
def report(request: ReaderRequest, pk: int) -> HttpResponse:
    comment, view = queries.comment_to_report(request.user, pk)
    shown = {
        "pk": pk,
        "comment": view,
        "reasons": policies.current().report_reasons,
        "chosen": request.POST.get("reason", ""),
        "note": request.POST.get("note", ""),
    }
    if request.method == "GET":
        return render(request, "discussion/report.html", shown)
    try:
        actions.report_comment(
            reporter=request.user,
            comment=comment,
            reason=str(shown["chosen"]),
            note=str(shown["note"]),
        )
    except Refused as error:
        return _refused(request, "discussion/report.html", shown, error.refusal)
    messages.success(request, "Thank you. Our moderators will look at this comment.")
    return _see(queries.place_of(comment) if view else "/")


@_told
@login_required
@require_POST
def vote(request: ReaderRequest, pk: int) -> HttpResponse:
    comment = queries.comment_for(request.user, pk)
    if request.POST.get("like") == "0":
        actions.unvote(reader=request.user, comment=comment)
    else:
        actions.vote(reader=request.user, comment=comment)
    return _see(queries.place_of(comment))


def _refused(
    request: HttpRequest, template: str, shown: dict[str, Any], refusal: Refusal
) -> HttpResponse:
    seconds = refusal.more.get("seconds") if refusal.code == "too_soon" else None
    context = {**shown, "refusal": refusal, "seconds": seconds}
    answer = render(request, template, context, status=refusal.status)
    if refusal.retry_after is not None:
        answer["Retry-After"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return answer


def _see(address: str) -> HttpResponse:
    answer = redirect(address)
    answer.status_code = 303
    return answer


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0

"""The discussion's pages and forms: parse, one query or action, answer."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alley.accounts import receipts
from alley.accounts.http import ReaderRequest
from alley.accounts.models import Reader
from alley.accounts.receipts import Answer
from alley.discussion import actions, queries, rules
from alley.discussion.addresses import from_path
from alley.discussion.models import Comment
from alley.moderation import policy as policies
from alley.refusals import Refusal, Refused
from alley.shell.headers import framable
from alley.shell.pages import public
from alley.subjects import Subject

View = Callable[..., HttpResponse]
WAITING = "Thank you. Your comment appears as soon as a moderator has approved it."


def _page(
    request: HttpRequest, template: str, kind: str, shown: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A thread of an outside page stands in a frame there: without our masthead, and framable."""
    layout = "discussion/framed.html" if kind == "page" else "shell/base.html"
    answer = render(request, template, {**shown, "layout": layout}, status=status)
    return framable(answer, settings.EMBED_SITES) if kind == "page" else answer


def _told(view: View) -> View:
    """A refusal becomes a page that says why."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            kind = "page" if request.headers.get("Sec-Fetch-Dest") == "iframe" else ""
            return _refused(request, "discussion/refused.html", kind, {}, error.refusal)

    return told


@_told
@require_http_methods(["GET", "POST"])
def discuss(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The thread alone; POST a comment to it."""
    if request.method == "POST":
        return _post(request, kind, key)
    return _thread(request, kind, key)


@_told
@require_http_methods(["GET", "POST"])
def embedded(request: HttpRequest, address: str) -> HttpResponse:
    """The thread of an outside page, in a frame there. The page is kept with its first comment."""
    url = from_path(address)
    if not url or not queries.may_embed(url):
        raise Refused(actions.NOT_ALLOWED)
    subject = queries.subject_of(url)
    if request.method == "POST":
        if request.user.is_authenticated:
            actions.keep_page(url)
        return _post(request, subject.kind, subject.key)
    return _thread(request, subject.kind, subject.key, subject)


@require_GET
def embed_script(request: HttpRequest) -> HttpResponse:
    """The address that stays, for the script whose own changes with its content."""
    return public(request, redirect(static("alley/embed.js")), "embed", fresh=3600)


@require_GET
def embed_demo(request: HttpRequest) -> HttpResponse:
    """How it looks on a page that is not ours; 404 on any real site."""
    if not settings.DEMO:
        raise Http404
    answer = render(request, "discussion/embed_demo.html")
    return framable(answer, settings.EMBED_SITES, frames="'self'")


def _thread(
    request: HttpRequest, kind: str, key: str, subject: Subject | None = None
) -> HttpResponse:
    page = queries.discussion_page(
        kind,
        key,
        reader=request.user,
        subject=subject,
        order=request.GET.get("order", "newest"),
        cursor=request.GET.get("cursor") or None,
        conversation=_number(request.GET.get("conversation")) or None,
        after=_number(request.GET.get("after")),
    )
    answer = _page(request, "discussion/thread.html", kind, {"discussion": page})
    return public(request, answer, page.topic, "policy")


def _post(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    reader: Reader = request.user
    body = request.POST.get("body", "")
    parent = _number(request.POST.get("parent")) or None
    elsewhere_too = request.POST.getlist("crosspost")
    chart = _number(request.POST.get("chart")) or None
    once = request.POST.get("once", "")[:200]
    name = f"form {once}" if once else None
    draft = _number(request.POST.get("draft")) if "draft" in request.POST else None

    def look() -> actions.Read | None:
        return actions.read_ahead(author=reader, kind=kind, key=key, body=body, parent=parent)

    def write() -> Answer:
        comment = actions.post_comment(
            author=reader,
            kind=kind,
            key=key,
            body=body,
            parent=parent,
            crosspost=elsewhere_too,
            chart=chart,
            draft=actions.Writing(form=once, base=draft),
            ahead=ahead,
        )
        return Answer(303, f"{comment.pk} {comment.status}")

    asked = receipts.fingerprint("post_comment", kind, key, str(parent), body, str(chart))
    try:
        ahead = receipts.look_ahead(reader, name, look) if chart is None else None
        done = receipts.once(reader, name, asked, write) if name else write()
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
    return _refused(request, template, kind, shown, refusal)


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
    shown = {"discussion": page, "comment": comment}
    return _page(request, "discussion/reply.html", comment.kind, shown)


@_told
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: ReaderRequest, pk: int) -> HttpResponse:
    comment = queries.comment_for(request.user, pk)
    limit = policies.current().limits.comment_length
    shown = {"comment": comment, "body": comment.body, "limit": limit, "version": comment.version}
    if request.method == "GET":
        return _page(request, "discussion/edit.html", comment.thread.kind, shown)
    body = request.POST.get("body", "")
    version = _number(request.POST.get("version")) or None
    try:
        actions.edit_comment(author=request.user, comment=comment, body=body, version=version)
    except Refused as error:
        again, kind = {**shown, "body": body}, comment.thread.kind
        return _refused(request, "discussion/edit.html", kind, again, error.refusal)
    return _see(queries.place_of(queries.comment_for(request.user, pk)))


@_told
@login_required
@require_http_methods(["GET", "POST"])
def delete(request: ReaderRequest, pk: int) -> HttpResponse:
    comment = queries.comment_for(request.user, pk)
    if request.method == "GET":
        view = queries.view_for(request.user, pk)
        return _page(request, "discussion/delete.html", view.kind, {"comment": view})
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
        return _page(request, "discussion/report.html", comment.thread.kind, shown)
    try:
        actions.report_comment(
            reporter=request.user,
            comment=comment,
            reason=str(shown["chosen"]),
            note=str(shown["note"]),
        )
    except Refused as error:
        kind = comment.thread.kind
        return _refused(request, "discussion/report.html", kind, shown, error.refusal)
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
    request: HttpRequest, template: str, kind: str, shown: dict[str, Any], refusal: Refusal
) -> HttpResponse:
    seconds = refusal.more.get("seconds") if refusal.code == "too_soon" else None
    context = {**shown, "refusal": refusal, "seconds": seconds}
    answer = _page(request, template, kind, context, status=refusal.status)
    if refusal.retry_after is not None:
        answer["Retry-After"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return answer


def _see(address: str) -> HttpResponse:
    answer = redirect(address)
    answer.status_code = 303
    return answer


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0

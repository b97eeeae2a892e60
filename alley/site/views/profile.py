"""A reader's page: who they are here, and what they have said."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alley.accounts.models import Reader
from alley.accounts.queries import readers_named, unmet_by
from alley.accounts.rules import LEFT
from alley.discussion.queries import calls_of, comments_by
from alley.shell.pages import public


def profile(request: HttpRequest, username: str) -> HttpResponse:
    reader = Reader.objects.filter(username=username, is_active=True).first()
    if reader is None:  # @Ada is ada
        reader = next(iter(readers_named([username])), None)
        if reader is None and username.startswith(LEFT):
            return render(request, "site/left.html", status=410)
        if reader is None:
            raise Http404
    viewer = request.user if isinstance(request.user, Reader) else None
    if reader.pk in unmet_by(viewer):
        raise Http404  # as if there were nobody: a block is not told
    comments, following = comments_by(reader, viewer, request.GET.get("cursor") or None)
    shown: dict[str, object] = {"shown": reader, "comments": comments, "next": following}
    shown["calls"] = calls_of(reader) if reader.show_calls else None
    answer = render(request, "site/profile.html", shown)
    return public(request, answer, f"reader:{username}")

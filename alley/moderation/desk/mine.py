"""What I decided, how fast, and what was taken back: for the moderator who asks, of themselves."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from alley.accounts.http import ReaderRequest
from alley.accounts.permissions import May
from alley.moderation import policy as policies
from alley.moderation import queries
from alley.moderation.desk.doors import shut
from alley.shell.plots import columns


@require_GET
def mine(request: ReaderRequest) -> HttpResponse:
    if (refused := shut(request, May.MODERATE)) is not None:
        return refused
    figures = queries.figures_of(request.user, timezone.now())
    weeks = figures["weeks"]
    plot = columns(
        "Decisions a week",
        f"{figures['decisions']} decisions in twelve weeks, {figures['approved']} approving.",
        [f"{each['week']:%-d %b}" for each in weeks],
        [
            ("approved", [each["approved"] for each in weeks]),
            ("restricted", [each["restricted"] for each in weeks]),
        ],
        name="weeks",
    )
    guidelines = policies.current().guidelines
    context = {"figures": figures, "plot": plot, "guidelines": guidelines}
    return render(request, "moderation/desk/mine.html", context)

"""/portfolios/: what is held, how it did, what moved it, and every number explained."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest
from alley.portfolios import actions, pictures, queries
from alley.portfolios.lots import Method
from alley.portfolios.models import Portfolio
from alley.portfolios.queries.holdings import BY
from alley.portfolios.views.asked import PERIODS, day_asked, frame, span_asked
from alley.refusals import Refused


@login_required
def portfolios(request: ReaderRequest) -> HttpResponse:
    if request.method == "POST":
        asked = request.POST
        try:
            made = actions.make_portfolio(
                reader=request.user,
                name=asked.get("name", ""),
                currency=asked.get("currency", "EUR"),
                device=device(request),
            )
            return redirect(made)
        except Refused as refused:
            messages.error(request, refused.refusal.detail)
            return redirect("portfolios")
    found = [
        (one, queries.holdings_of(queries.history_of(one)) if one.count else None)  # type: ignore[attr-defined]
        for one in queries.portfolios_of(request.user)
    ]
    several = sum(held is not None for _, held in found) > 1
    context = {"portfolios": found, "several": several}
    return render(request, "portfolios/portfolios.html", context)


@login_required
def portfolio(request: ReaderRequest, pk: int) -> HttpResponse:
    """Value, what moved it, holdings on any date, how it is spread."""
    found = queries.portfolio_for(request.user, pk)
    history = queries.history_of(found)
    day = day_asked(request.GET.get("on"))
    held = queries.holdings_of(history, day)
    by = request.GET.get("by") if request.GET.get("by") in BY else "kind"
    context = {
        **frame(found, "holdings"),
        "held": held,
        "day": day,
        "moved": queries.moved(history, day) if history.groups else None,
        "allocation": pictures.allocation(queries.allocation(held.all, str(by)), str(by)),
        "by": by,
        "ways": BY,
        "outside": history.outside,
        "derived": history.derived,
        "total": pictures.totals(held),
    }
    return render(request, "portfolios/portfolio.html", context)


@login_required
def performance(request: ReaderRequest, pk: int) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    history = queries.history_of(found)
    start, end, period = span_asked(request.GET, history.start, history.priced)
    done = queries.performance_of(history, start, end)
    context = {**frame(found, "performance"), "done": done, "period": period, "periods": PERIODS}
    if done is not None:
        context |= {
            "plots": pictures.of_performance(done, masked=found.masked),
            "income": pictures.income(
                queries.income_by_month(history.daily(), done.start, done.end),
                done.currency,
                masked=found.masked,
            ),
            "lines": queries.identity_of(history, done.start, done.end),
            "outside": history.outside,
            "biggest": done.biggest_days(),
        }
    return render(request, "portfolios/performance.html", context)


@login_required
def settings(request: ReaderRequest, pk: int) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    if request.method == "POST":
        return _change(request, found)
    link = f"/portfolios/shared/{found.share}/" if found.share else ""
    context = {
        **frame(found, "settings"),
        "methods": [method.value for method in Method],
        "cash": Portfolio.Cash.choices,
        "link": request.build_absolute_uri(link) if link else "",
    }
    return render(request, "portfolios/settings.html", context)


def _change(request: ReaderRequest, found: Portfolio) -> HttpResponse:
    asked = request.POST
    version = asked.get("version", "")
    try:
        match asked.get("do", ""):
            case "mask" | "unmask" as way:
                actions.change_portfolio(found, masked=way == "mask", device=device(request))
                return redirect(asked["next"] if _inner(asked) else found)
            case "share" | "unshare" as way:
                actions.share_portfolio(found, way == "share", device=device(request))
            case "delete":
                if asked.get("name", "").strip() != found.name:
                    messages.error(request, "Write its name to delete it.")
                else:
                    actions.remove_portfolio(found, device=device(request))
                    messages.success(request, f"“{found.name}” is gone.")
                    return redirect("portfolios")
            case _:
                names = ("name", "currency", "method", "cash", "benchmark")
                actions.change_portfolio(
                    found,
                    expected=int(version) if version.isdigit() else None,
                    device=device(request),
                    **{name: asked[name] for name in names if name in asked},
                )
                messages.success(request, "Kept.")
    except Refused as refused:
        messages.error(request, refused.refusal.detail)
    return redirect("portfolio-settings", found.pk)


def _inner(asked: Mapping[str, Any]) -> bool:
    """A way back that stays among the portfolios."""
    return str(asked.get("next", "")).startswith("/portfolios/")


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Percentages for whoever has the link: no amount, count or price paid is on the page."""
    found = queries.portfolio_shared(token)
    history = queries.history_of(found)
    start, end, period = span_asked(request.GET, history.start, history.priced)
    done = queries.performance_of(history, start, end)
    held = queries.holdings_of(history)
    context = {
        "portfolio": found,
        "done": done,
        "held": held,
        "period": period,
        "periods": PERIODS,
        "plots": pictures.of_performance(done, masked=True) if done else None,
        "allocation": pictures.allocation(queries.allocation(held.all, "kind"), "kind"),
    }
    answer = render(request, "portfolios/portfolio_shared.html", context)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer

"""/watchlists/: make them, order them by drag, button or key, note, share, take them along."""

import csv
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest
from alley.markets.queries import instrument_for
from alley.portfolios import actions, queries
from alley.portfolios.actions.watchlists import UNKNOWN
from alley.portfolios.models import Watchlist
from alley.refusals import Refused

MAX_FILE = 200_000
STEPS = {"up": -1, "down": 1, "top": -1000, "bottom": 1000}


@login_required
def watchlists(request: ReaderRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            made = actions.make_watchlist(
                reader=request.user, name=request.POST.get("name", ""), device=device(request)
            )
            return redirect(made)
        except Refused as refused:
            messages.error(request, refused.refusal.detail)
            return redirect("watchlists")
    found = list(queries.watchlists_of(request.user))
    return render(request, "portfolios/watchlists.html", {"watchlists": found})


@login_required
def watchlist(request: ReaderRequest, pk: int) -> HttpResponse:
    found = queries.watchlist_for(request.user, pk)
    if request.method == "POST":
        stays = _change(request, found)
        return redirect(found) if stays else redirect("watchlists")
    return render(request, "portfolios/watchlist.html", _shown(request, found))


def _shown(request: HttpRequest, found: Watchlist) -> dict[str, object]:
    link = f"/watchlists/shared/{found.share}/" if found.share else ""
    return {
        "watchlist": found,
        "rows": queries.rows_of(found),
        "link": request.build_absolute_uri(link) if link else "",
    }


def _change(request: ReaderRequest, found: Watchlist) -> bool:
    """One form, several buttons: what was pressed says what is wanted. Is the list still there?"""
    asked, said = request.POST, ""
    symbol = asked.get("symbol", "").strip()
    version = asked.get("version", "")
    based: dict[str, Any] = {
        "expected": int(version) if version.isdigit() else None,
        "device": device(request),
    }
    try:
        match asked.get("do", ""):
            case "add":
                said = _add(found, symbol, asked.get("note", ""), device(request))
            case "up" | "down" | "top" | "bottom" as step:
                actions.move(found, symbol, STEPS[step], **based)
            case "order":
                actions.order(found, asked.getlist("order"), **based)
            case "note":
                actions.note(found, symbol, asked.get("note", ""), **based)
                said = "Note kept."
            case "remove":
                actions.unwatch(found, symbol, **based)
                said = f"{symbol} is no longer on this list."
            case "rename":
                actions.name_watchlist(found, asked.get("name", ""), **based)
            case "share":
                actions.share_watchlist(found, True, device=device(request))
                said = "Whoever has the link can look at this list, and nothing else."
            case "unshare":
                actions.share_watchlist(found, False, device=device(request))
                said = "The link no longer works."
            case "delete" if not asked.get("sure"):
                messages.error(request, "Tick the box to delete it.")
            case "delete":
                actions.remove_watchlist(found, device=device(request))
                messages.success(request, "The watchlist is gone.")
                return False
            case "import":
                said = _import(request, found)
    except Refused as refused:
        words = refused.refusal.detail
        if asked.get("do") == "note" and asked.get("note"):
            words += f" You wrote: “{asked['note']}”"  # so that nothing written is lost
        messages.error(request, words)
    else:
        if said:
            messages.success(request, said)
    return True


def _add(found: Watchlist, symbol: str, note: str, device: str) -> str:
    instrument = instrument_for(symbol)
    if instrument is None:
        raise Refused(UNKNOWN)
    _, made = actions.watch(found, instrument, note=note, device=device)
    return f"{instrument.name} is {'now' if made else 'already'} on “{found.name}”."


def _import(request: ReaderRequest, found: Watchlist) -> str:
    file = request.FILES.get("file")
    text = file.read(MAX_FILE).decode("utf-8-sig", "replace") if file else ""
    added, unknown = actions.fill(
        found, text or request.POST.get("lines", ""), device=device(request)
    )
    words = f"{added} added."
    if unknown:
        words += f" Not known here: {', '.join(unknown[:10])}{' …' if len(unknown) > 10 else ''}."
    return words


@login_required
def export(request: ReaderRequest, pk: int) -> HttpResponse:
    """CSV that `import` takes again; a note cannot start a formula in a spreadsheet."""
    found = queries.watchlist_for(request.user, pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="watchlist-{found.pk}.csv"'
    sheet = csv.writer(answer)
    sheet.writerow(["symbol", "name", "note"])
    for row in found.rows.select_related("instrument"):
        sheet.writerow([row.instrument.symbol, safe_cell(row.instrument.name), safe_cell(row.note)])
    return answer


def safe_cell(text: str) -> str:
    """OWASP, CSV injection: what starts like a formula gets an apostrophe."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@login_required
def add(request: ReaderRequest) -> HttpResponse:
    """`/watchlists/add/?symbol=XNYS:CVX`: which list? One that is posted is done at once."""
    symbol = (request.POST or request.GET).get("symbol", "")
    instrument = instrument_for(symbol) if symbol else None
    if request.method == "POST" and instrument is not None:
        chosen = request.POST.get("watchlist", "")
        try:
            if chosen.isdigit():
                target = queries.watchlist_for(request.user, int(chosen))
            elif name := request.POST.get("name", "").strip():
                target = actions.make_watchlist(
                    reader=request.user, name=name, device=device(request)
                )
            else:
                target = actions.first_watchlist(request.user)
            messages.success(request, _add(target, symbol, "", device(request)))
            return redirect(target)
        except Refused as refused:
            messages.error(request, refused.refusal.detail)
    context = {
        "instrument": instrument,
        "symbol": symbol,
        "watchlists": list(queries.watchlists_of(request.user)),
        "on": queries.lists_with(request.user, instrument.symbol) if instrument else set(),
    }
    status = 200 if instrument or not symbol else 404
    return render(request, "portfolios/watchlist_add.html", context, status=status)


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Read only, for whoever has the link; not for search engines."""
    found = queries.watchlist_shared(token)
    context = {"watchlist": found, "rows": queries.rows_of(found)}
    answer = render(request, "portfolios/watchlist_shared.html", context)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_POST
@login_required
def reorder_lists(request: ReaderRequest) -> HttpResponse:
    """The lists themselves, one up or down."""
    lists = list(queries.watchlists_of(request.user))
    places = {one.pk: place for place, one in enumerate(lists)}
    pk, step = request.POST.get("watchlist", ""), STEPS.get(request.POST.get("do", ""), 0)
    if pk.isdigit() and int(pk) in places:
        actions.place_watchlist(lists, places[int(pk)], step)
    return redirect("watchlists")

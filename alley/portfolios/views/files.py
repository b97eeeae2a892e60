"""Files in and out: choose, look at each row's verdict, name the columns, take in, undo."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest
from alley.portfolios import actions, exporting, queries
from alley.portfolios.entries import Type
from alley.portfolios.importing import FORMATS, Unreadable
from alley.portfolios.importing.formats import GUESSES, MAX_BYTES, guessed
from alley.portfolios.importing.sheet import Sheet, lines_of, sheet_of, text_of
from alley.portfolios.models import Portfolio, Upload
from alley.refusals import Refused

SHOWN = 300
SAMPLE = 3  # rows beside the columns' names


@login_required
def choose(request: ReaderRequest, pk: int) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    if request.method == "POST":
        try:
            return _posted(request, found)
        except Refused as refused:
            messages.error(request, refused.refusal.detail)
            return redirect("portfolio-import", found.pk)
    context = {
        "portfolio": found,
        "tab": "transactions",
        "masked": found.masked,
        "formats": FORMATS,
    }
    return render(request, "portfolios/import.html", context)


def _posted(request: ReaderRequest, found: Portfolio) -> HttpResponse:
    batch = request.POST.get("batch", "")
    if request.POST.get("do") == "undo" and batch.isdigit():
        gone = actions.undo(found, int(batch), device=device(request))
        messages.success(request, f"Undone: {gone} transactions are gone.")
        return redirect("portfolio-transactions", found.pk)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, "Please choose a file.")
        return redirect("portfolio-import", found.pk)
    content = file.read(MAX_BYTES + 1)
    kept = actions.upload(found, content, file.name or "file", request.POST.get("format", "auto"))
    return redirect("portfolio-import-preview", found.pk, kept.pk)


@login_required
def preview(request: ReaderRequest, pk: int, number: int) -> HttpResponse:
    upload = actions.upload_for(request.user, number)
    found = upload.portfolio
    if found.pk != pk:
        raise Http404
    content = bytes(upload.content)
    if request.method == "POST" and request.POST.get("do") == "map":
        upload.mapping = _mapping(request)
        upload.save(update_fields=["mapping"])
        return redirect("portfolio-import-preview", found.pk, upload.pk)
    looked, problem = None, ""
    try:
        looked = actions.preview(found, content, upload.format, upload.mapping)
        if request.method == "POST" and request.POST.get("do") == "commit":
            batch = actions.commit(
                found, looked, file_name=upload.file_name, device=device(request)
            )
            upload.delete()
            words = f"{batch.added} transactions taken in, {batch.known} were known already."
            messages.success(request, words)
            return redirect("portfolio-transactions", found.pk)
    except Refused as refused:
        problem = refused.refusal.detail
    return render(
        request, "portfolios/import_preview.html", _context(found, upload, looked, problem)
    )


def _context(
    found: Portfolio, upload: Upload, looked: actions.Preview | None, problem: str
) -> dict[str, Any]:
    sheet = _sheet(upload) if upload.format == "csv" else None
    order = {"refused": 0, "new": 1, "known": 2, "ignored": 3}
    verdicts = sorted(looked.verdicts, key=lambda v: order[v.what]) if looked else []
    return {
        "portfolio": found,
        "tab": "transactions",
        "masked": found.masked,
        "upload": upload,
        "format_name": FORMATS.get(upload.format, upload.format),
        "looked": looked,
        "verdicts": [(one, _shown(one)) for one in verdicts[:SHOWN]],
        "more": max(0, len(verdicts) - SHOWN),
        "problem": problem,
        "columns": _columns(sheet, upload) if sheet else None,
        "header": [cell for cell in sheet.header if cell] if sheet else (),
        "sample": _sample(sheet) if sheet else None,
        "words": _words(sheet, upload) if sheet else (),
        "types": [kind.value for kind in Type],
        "mapping": upload.mapping,
    }


def _shown(verdict: actions.Verdict) -> dict[str, Any]:
    """What is known of a row: as it would be written down, else as the file has it."""
    row, given = verdict.columns, verdict.shown
    names = {"date": "date", "type": "type", "name": "name", "symbol": "ticker"}
    return {
        **{ours: row.get(ours) or given.get(theirs) or "" for ours, theirs in names.items()},
        **{name: row.get(name) for name in ("quantity", "price", "amount", "currency")},
    }


def _sample(sheet: Sheet) -> tuple[list[str], list[list[str]]]:
    """The first rows as they stand, so that one sees which column is which."""
    return list(sheet.header), [list(row) for _, row in sheet.rows[:SAMPLE]]


def _sheet(upload: Upload) -> Sheet | None:
    try:
        return sheet_of(lines_of(text_of(bytes(upload.content))))
    except Unreadable:
        return None


WORDS = {
    "type": "What", "isin": "ISIN", "quantity": "How many", "price": "Price of one",
    "cash": "Amount in all", "fx_rate": "Exchange rate", "id": "Number of the row",
}  # fmt: skip


def _columns(sheet: Sheet, upload: Upload) -> list[tuple[str, str, str]]:
    """Ours, in the words of the form, and theirs."""
    chosen = upload.mapping.get("columns") or guessed(sheet)
    return [(ours, WORDS.get(ours, ours.capitalize()), chosen.get(ours, "")) for ours in GUESSES]


def _words(sheet: Sheet, upload: Upload) -> list[tuple[str, str]]:
    """What stands in the column of kinds, with what each was said to mean."""
    chosen = upload.mapping.get("columns") or guessed(sheet)
    place = sheet.column(chosen.get("type", "")) if chosen.get("type") else None
    if place is None:
        return []
    found = dict.fromkeys(row[place] for _, row in sheet.rows if len(row) > place and row[place])
    types = upload.mapping.get("types") or {}
    return [(word, types.get(word.lower(), "")) for word in list(found)[:40]]


def _mapping(request: ReaderRequest) -> dict[str, Any]:
    asked = request.POST
    words, kinds = asked.getlist("word"), asked.getlist("kind")
    return {
        "columns": {ours: asked.get(f"column-{ours}", "") for ours in GUESSES},
        "constants": {"currency": asked.get("currency", "").strip().upper()[:3]},
        "decimal": asked.get("decimal", ""),
        "dates": asked.get("dates", ""),
        "types": {w.lower(): k for w, k in zip(words, kinds, strict=False) if k},
    }


@login_required
def export(request: ReaderRequest, pk: int, format: str) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    makers = {
        "csv": ("csv", "text/csv", exporting.as_csv),
        "json": ("json", "application/json", exporting.as_json),
        "ghostfolio": (
            "ghostfolio.json",
            "application/json",
            lambda one: exporting.as_ghostfolio(one, timezone.now()),
        ),
    }
    if format not in makers:
        raise Http404
    ending, kind, make = makers[format]
    answer = HttpResponse(make(found), content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="portfolio-{found.pk}.{ending}"'
    return answer

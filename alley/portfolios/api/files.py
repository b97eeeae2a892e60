"""/portfolios/{id}/import and /export: files in, with a verdict for each row, and out."""

import base64
from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from alley.accounts.agents import device
from alley.accounts.http import ReaderRequest, idempotent, signed_in
from alley.portfolios import actions, exporting, queries
from alley.portfolios.api.asked import writing
from alley.refusals import Refusal, Refused

router = Router(auth=signed_in)
BAD_BASE64 = Refusal("invalid", "content_base64 is not base64.", status=422)


class Import(Schema):
    """`format` "auto" finds out; `mapping` is for CSV files of no known layout."""

    format: str = "auto"
    content: str | None = Field(None, max_length=10_000_000)
    content_base64: str | None = Field(None, max_length=14_000_000)
    file_name: str = "upload"
    mapping: dict[str, Any] = Field(default_factory=dict)
    dry_run: bool = False


@router.post("/portfolios/{pk}/import")
@idempotent
def import_file(request: ReaderRequest, pk: int, asked: Import) -> dict[str, Any]:
    """A verdict for each row. With `dry_run` nothing is written; a file that comes twice adds
    nothing; `DELETE /portfolios/{pk}/imports/{batch}` undoes it."""
    found = queries.portfolio_for(request.user, pk)
    looked = actions.preview(found, content_of(asked), asked.format, asked.mapping)
    batch = None
    if not asked.dry_run:
        batch = actions.commit(found, looked, file_name=asked.file_name, **writing(request))
    return {
        "format": looked.format,
        "dry_run": asked.dry_run,
        "batch": batch.pk if batch else None,
        **looked.counts,
        "rows": [
            {"line": one.line, "verdict": one.what, "reason": one.why or None}
            for one in looked.verdicts
        ],
    }


def content_of(asked: Import) -> bytes:
    if asked.content_base64:
        try:
            return base64.b64decode(asked.content_base64, validate=True)
        except ValueError:
            raise Refused(BAD_BASE64) from None
    return (asked.content or "").encode()


@router.delete("/portfolios/{pk}/imports/{batch}", response={204: None})
@idempotent
def undo_import(request: ReaderRequest, pk: int, batch: int) -> Status[None]:
    found = queries.portfolio_for(request.user, pk)
    actions.undo(found, batch, device=device(request))
    return Status(204, None)


@router.get("/portfolios/{pk}/export")
def export(
    request: ReaderRequest, pk: int, format: Literal["csv", "json", "ghostfolio"] = "json"
) -> HttpResponse:
    found = queries.portfolio_for(request.user, pk)
    if format == "csv":
        return HttpResponse(exporting.as_csv(found), content_type="text/csv; charset=utf-8")
    text = (
        exporting.as_json(found)
        if format == "json"
        else exporting.as_ghostfolio(found, timezone.now())
    )
    return HttpResponse(text, content_type="application/json")

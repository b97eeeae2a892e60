"""/portfolios/together: all portfolios of a reader as one."""

from typing import Any

from ninja import Query, Router

from alley.accounts.http import ReaderRequest, signed_in
from alley.portfolios import queries, shapes
from alley.portfolios.api.portfolios import Span
from alley.refusals import Refusal, Refused

router = Router(auth=signed_in)
TOO_FEW = Refusal("not_found", "There are no two portfolios to add up.", status=404)


@router.get("/portfolios/together")
def together(request: ReaderRequest, span: Query[Span], currency: str = "") -> dict[str, Any]:
    """As `performance`; `inside` is what moved between them and counts as no flow."""
    found = queries.together_of(request.user, currency.upper()[:3])
    if found is None:
        raise Refused(TOO_FEW)
    done = queries.performance_together(found, span.start, span.end)
    return {
        **shapes.performance(done, found.priced, found.currency, span.method, None),
        "without_rate": found.without_rate,
        "inside": shapes.inside(found),
    }

"""Pictures of charts as files of their own."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from alley.accounts.http import ReaderRequest
from alley.markets import queries
from alley.markets.charts import plot, svg
from alley.markets.charts.asked import asked
from alley.markets.charts.files import Form, as_file, frozen_file
from alley.shell.pages import public

SIZES = {"wide": plot.WIDE, "narrow": plot.NARROW, "card": plot.CARD}
ZOOM = {"wide": 2.0, "narrow": 2.0, "card": 1.0}


def picture(request: HttpRequest, symbol: str, form: Form) -> HttpResponse:
    """The chart that the query asks for, drawn from the prices of now."""
    window = None
    if instrument := queries.instrument_for(symbol):
        usual = queries.usual_chart(instrument.symbol)
        spec = asked(instrument.symbol, request.GET, usual)
        window = queries.chart_window(spec)
    if instrument is None or window is None:
        raise Http404
    size = request.GET.get("size", "wide")
    drawn = svg.draw(spec, window, SIZES.get(size, plot.WIDE))
    answer = as_file(drawn, form, request.GET.get("theme", "light"), ZOOM.get(size, 2.0))
    return public(request, answer, f"instrument:{instrument.symbol}")


@login_required
def frozen(request: ReaderRequest, pk: int, form: Form) -> HttpResponse:
    """A chart of one's own that nothing shows yet."""
    return frozen_file(queries.snapshot_of(request.user, pk), form, request.GET)

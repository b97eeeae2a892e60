"""A picture as the answer to a request."""

from collections.abc import Mapping
from typing import Literal

from django.http import HttpResponse

from alley.markets.charts import palette
from alley.markets.charts.png import png
from alley.markets.models import ChartSnapshot

Form = Literal["svg", "png"]


def as_file(drawn: str, form: Form, theme: str, zoom: float = 2.0) -> HttpResponse:
    if form == "png":
        shade = "dark" if theme == "dark" else "light"
        return HttpResponse(png(drawn, shade, zoom), content_type="image/png")
    answer = HttpResponse(palette.standing_alone(drawn), content_type="image/svg+xml")
    answer["Content-Security-Policy"] = palette.POLICY  # its one style, known by its hash
    return answer


def frozen_file(made: ChartSnapshot, form: Form, query: Mapping[str, str]) -> HttpResponse:
    drawn = made.narrow if query.get("size") == "narrow" else made.picture
    return as_file(drawn, form, query.get("theme", "light"))

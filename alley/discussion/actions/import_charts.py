"""The charts of comments that come in: as they were frozen, or the comment stands without."""

from alley.accounts.models import Reader
from alley.discussion.imports import Exported, NotTaken
from alley.markets.charts.carried import taken_in
from alley.markets.models import ChartSnapshot, Instrument


class Charts:
    """Those of one batch are saved together; why one was left goes into `left`."""

    def __init__(self, left: list[NotTaken]) -> None:
        self.left = left
        self.made: list[ChartSnapshot] = []
        self.instruments: dict[str, Instrument | None] = {}

    def of(self, one: Exported, reader: Reader) -> ChartSnapshot | None:
        try:
            chart = taken_in(one.chart or {})
            chart.instrument, chart.reader = self._instrument(one), reader
        except ValueError as wrong:
            self.left.append(NotTaken(f"comment {one.id}", str(wrong)))
            return None
        self.made.append(chart)
        return chart

    def save(self) -> None:
        ChartSnapshot.objects.bulk_create(self.made, batch_size=100)
        self.made.clear()

    def _instrument(self, one: Exported) -> Instrument:
        symbol = str((one.chart or {}).get("symbol"))
        if symbol not in self.instruments:
            self.instruments[symbol] = Instrument.objects.filter(symbol=symbol).first()
        if (found := self.instruments[symbol]) is None:
            raise ValueError(f"there is no instrument {symbol[:60]} here")
        return found

"""One provider at work: what was missed is filled from its history, then prices are taken as they
come. What it answers is checked before it is believed; a failure is noted and waited out."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from alley.egress import EgressRefused, Line, listen
from alley.markets.actions import Origin, Tick, import_prices, record_quotes
from alley.markets.actions.feeds import note_failure, note_heard, note_problem
from alley.markets.models import Bar, Feed, Instrument, Interval, PriceKind, ProviderSymbol
from alley.markets.providers import PROVIDERS
from alley.markets.providers.protocol import Asked, Poll, Provider, Socket, Trade
from alley.markets.providers.sanity import BadAnswer, believable

FRAME = 0.25  # seconds: what comes within one is recorded together
SILENCE = 90.0  # seconds without a word, heartbeats included: the line is dead
FIRST_DAYS = timedelta(days=730)  # of daily history for an instrument that has none
FIRST_MINUTES = timedelta(hours=12)
OVERLAP = timedelta(days=7)  # of days asked for again: providers revise
CATCH_UP = timedelta(hours=6)
log = structlog.get_logger()


class Follower:
    def __init__(
        self,
        name: str,
        *,
        asked: Asked | None = None,
        connect: Callable[[str], Line] = listen,
    ) -> None:
        self.name, self.connect = name, connect
        self.key = settings.PROVIDER_KEYS.get(name, "")
        self.provider: Provider = PROVIDERS[name](asked or Asked(key=self.key))
        self.terms = self.provider.terms
        self.caught_up: datetime | None = None
        self.polled: datetime | None = None
        self._looked, self._on = 0.0, True

    def run(self, stop: threading.Event) -> None:
        """Until told to stop, or switched off."""
        while not stop.is_set():
            close_old_connections()
            feed = Feed.objects.filter(provider=self.name, on=True).first()
            if feed is None:
                return
            rest = (feed.rests_until - timezone.now()).total_seconds() if feed.rests_until else 0.0
            if rest > 0:
                stop.wait(min(rest, 5.0))
                continue
            self.turn(stop)
            stop.wait(1.0)

    def turn(self, stop: threading.Event) -> bool:
        """Fill what is missing, then ask or listen; False where something failed and is noted."""
        try:
            self._refuse_without_key()
            followed = self._followed()
            stream = self.provider.stream([code for code, _ in followed]) if followed else None
            if self.caught_up is None or timezone.now() - self.caught_up > CATCH_UP:
                self.catch_up(followed, quoted=stream is None, minutes=isinstance(stream, Socket))
            if isinstance(stream, Poll):
                self.poll(stream, dict(followed))
            elif isinstance(stream, Socket):
                self.hear(stream, dict(followed), stop)
        except BadAnswer as error:
            return self._failed(str(error), error.wait)
        except EgressRefused as error:
            return self._failed(str(error))
        except (ValueError, KeyError, TypeError, AttributeError) as error:  # a shape nobody foresaw
            return self._failed(f"its answer has another shape ({type(error).__name__}: {error})")
        return True

    def catch_up(
        self, followed: Iterable[tuple[str, Instrument]], *, quoted: bool, minutes: bool
    ) -> None:
        """Bars since the last one stored; with `minutes` those too, so that no gap stays. One bad
        code does not hold up the others; where none is believed, the provider has failed."""
        well, problems = 0, []
        for code, instrument in followed:
            try:
                self._fill(code, instrument, Interval.DAY, FIRST_DAYS, quoted=quoted)
                if minutes:
                    self._fill(code, instrument, Interval.MINUTE, FIRST_MINUTES, quoted=False)
                well += 1
            except BadAnswer as error:
                if error.wait:
                    raise
                problems.append(f"{code}: {error}")
        if problems and not well:
            raise BadAnswer(problems[0])
        note_problem(provider=self.name, problem="; ".join(problems))
        self.caught_up = timezone.now()

    def _fill(
        self, code: str, instrument: Instrument, interval: str, first: timedelta, *, quoted: bool
    ) -> None:
        now = timezone.now()
        bars = Bar.objects.filter(instrument=instrument, interval=interval)
        own = bars.filter(source=self.terms.source).order_by("-time").first()
        since = now - first
        if own is not None:
            since = max(own.time - (OVERLAP if interval == Interval.DAY else timedelta(0)), since)
        rows = self.provider.history(code, interval, since)
        before = bars.filter(time__lt=rows[0].time).order_by("-time").first() if rows else None
        rows = believable(rows, now=now, last=before.close if before else None)
        kind = PriceKind.EOD if interval == Interval.DAY else self.terms.kind
        if self.terms.kind in {PriceKind.REFERENCE, PriceKind.INDICATIVE}:
            kind = self.terms.kind
        origin = Origin(self.terms.source, kind)
        saved = import_prices(instrument, rows, origin, interval=interval, quoted=quoted)
        newest = rows[-1].time if rows else None
        note_heard(provider=self.name, rows=saved.new + saved.updated, newest=newest, now=now)

    def poll(self, poll: Poll, followed: dict[str, Instrument]) -> None:
        now = timezone.now()
        if self.polled is None or now - self.polled >= poll.every:
            self._record(poll.ask(), followed)
            self.polled = now

    def hear(self, socket: Socket, followed: dict[str, Instrument], stop: threading.Event) -> None:
        """Until told to stop or the line breaks; then what was missed is filled first."""
        line = self.connect(socket.url)
        try:
            for words in socket.hello:
                line.send(words)
            self._listen(line, socket, followed, stop)
        finally:
            line.close()
            self.caught_up = None

    def _listen(
        self, line: Line, socket: Socket, followed: dict[str, Instrument], stop: threading.Event
    ) -> None:
        heard = time.monotonic()
        while not stop.is_set() and self._is_on():
            trades: list[Trade] = []
            try:
                if self._frame(line, socket, trades):
                    heard = time.monotonic()
            finally:  # what was heard before the line broke counts
                if trades:
                    self._record(trades, followed)
            if time.monotonic() - heard > SILENCE:
                raise BadAnswer(f"not a word for {SILENCE:.0f} seconds")

    def _frame(self, line: Line, socket: Socket, trades: list[Trade]) -> bool:
        """Hear for the length of a frame; whether anything came."""
        until, heard = time.monotonic() + FRAME, False
        while (rest := until - time.monotonic()) > 0:
            try:
                message = line.recv(timeout=rest)
            except TimeoutError:
                break
            heard = True
            trades += socket.heard(message)
        return heard

    def _is_on(self) -> bool:
        """Looked up once in a while; the desk's switch works within seconds."""
        now = time.monotonic()
        if now - self._looked > 3.0:
            self._looked = now
            self._on = Feed.objects.filter(provider=self.name, on=True).exists()
        return self._on

    def _record(self, trades: list[Trade], followed: dict[str, Instrument]) -> None:
        now = timezone.now()
        known = [trade for trade in trades if trade.code in followed]
        if any(trade.time > now + timedelta(minutes=2) for trade in known):
            raise BadAnswer("its prices are of a time to come")
        record_quotes(self._tick(trade, followed[trade.code]) for trade in known)
        newest = max((trade.time for trade in known), default=None)
        note_heard(provider=self.name, rows=len(known), newest=newest, now=now)

    def _tick(self, trade: Trade, instrument: Instrument) -> Tick:
        return Tick(
            symbol=instrument.symbol,
            price=trade.price,
            time=trade.time,
            source=self.terms.source,
            kind=self.terms.kind,
            delay_minutes=self.terms.delay_minutes,
            volume=trade.volume,
        )

    def _followed(self) -> list[tuple[str, Instrument]]:
        today = datetime.now(UTC).date()
        rows = ProviderSymbol.objects.filter(provider=self.name).select_related("instrument")
        return [
            (row.symbol, row.instrument)
            for row in rows.order_by("pk")
            if (row.valid_from is None or row.valid_from <= today)
            and (row.valid_to is None or row.valid_to > today)
        ]

    def _refuse_without_key(self) -> None:
        if self.terms.key and not self.key:
            raise BadAnswer("it wants a key: set ALLEY_PROVIDER_KEYS", wait=300.0)

    def _failed(self, words: str, wait: float = 0.0) -> bool:
        problem = words.replace(self.key, "…") if self.key else words
        rest = note_failure(provider=self.name, problem=problem, now=timezone.now(), asked_for=wait)
        log.warning("feed.failed", provider=self.name, problem=problem, rests=str(rest))
        return False

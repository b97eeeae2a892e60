"""What a rule would have done, for the page: a sentence, and a picture with a ring a firing."""

from dataclasses import dataclass

from alley.alerts import trying
from alley.alerts.models import Alert
from alley.alerts.wording import about, rule_words
from alley.shell.plots import Mark, Plot, Series, lines

SHOWN_MARKS = 60
SPOKEN = {"1m": "minute", "5m": "5-minute", "15m": "15-minute", "1h": "hourly", "1d": "daily"}


@dataclass(frozen=True, slots=True)
class Tried:
    words: str
    trial: trying.Trial
    plot: Plot | None

    @property
    def bars(self) -> str:
        """`251 daily and 1,440 minute bars`."""
        counts = sorted(self.trial.counts.items(), key=lambda one: one[1])
        return " and ".join(f"{count:,} {SPOKEN[name]}" for name, count in counts) + " bars"


def tried(draft: Alert) -> Tried:
    trial = trying.backtest(draft)
    return Tried(rule_words(draft), trial, _plot(draft, trial))


def _caption(fired: bool, has_level: bool) -> str:
    told = ["Each ring is a firing."] if fired else []
    return " ".join([*told, *(["The dashed line is the level."] if has_level else [])])


def _plot(draft: Alert, trial: trying.Trial) -> Plot | None:
    moments, closes = trial.closes
    if not closes:
        return None
    subject = about(draft)
    percent = draft.params.get("measure", "value") != "value"
    unit = "%" if percent else subject.unit
    marks = [
        Mark(one.at, f"{one.price} {unit}", float(one.price)) for one in trial.firings if one.price
    ]
    has_level = draft.kind in {Alert.Kind.PRICE_CROSS, Alert.Kind.PORTFOLIO}
    return lines(
        f"{subject.name}: when it would have fired",
        _caption(bool(marks), has_level),
        [Series(subject.name, list(zip(moments, closes, strict=True)))],
        unit=unit,
        marks=marks[-SHOWN_MARKS:],
        levels=[float(draft.params["level"])] if has_level else (),
        name="tried",
    )

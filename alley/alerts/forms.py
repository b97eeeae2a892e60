"""One form for every kind of alert: what all have in common, and the kind's own fields."""

from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms

from alley.accounts.models import Reader
from alley.alerts.actions import Wish, unknown_instrument
from alley.alerts.kinds import KINDS
from alley.alerts.models import Alert
from alley.alerts.models.delivery import Channel
from alley.alerts.queries import addresses_of
from alley.markets.models import Interval
from alley.markets.queries import instrument_for
from alley.news.models import Section
from alley.portfolios.queries import portfolios_of
from alley.refusals import Refused

UNSAID = (None, "", Alert.Hours.ALWAYS, "bar_close")
SYMBOL = forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"})


class AlertForm(forms.Form):
    """`own` are the fields that become the kind's parameters, `seldom` those that most alerts do
    without: the page folds them away."""

    kind: ClassVar[str]
    own: ClassVar[tuple[str, ...]] = ()
    seldom: ClassVar[tuple[str, ...]] = ("active_hours", "cooldown", "expires", "note")
    priced: ClassVar[bool] = True

    symbol = forms.CharField(
        label="Instrument",
        max_length=64,
        widget=SYMBOL,
        help_text="Begin with its name or symbol, such as Brent or NYSE:CVX.",
    )
    mode = forms.ChoiceField(label="How often", choices=Alert.Mode.choices)
    active_hours = forms.ChoiceField(label="At what hours", choices=Alert.Hours.choices)
    cooldown = forms.IntegerField(
        label="Minutes between two firings",
        required=False,
        min_value=0,
        max_value=43_200,
        help_text="Empty: as often as it happens.",
    )
    expires = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Empty: it does not end by itself. You are told when it does.",
    )
    channels = forms.MultipleChoiceField(
        label="How you are told", choices=Channel.choices, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="A note to yourself", max_length=200, required=False)

    def __init__(self, *args: Any, owner: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(owner.time_zone or "UTC")
        order = [*(["symbol"] if self.priced else []), *self.own]
        self.order_fields([*order, "mode", "channels", *self.seldom])
        if not self.priced:
            for name in ("symbol", "active_hours"):
                del self.fields[name]
        self.fields["expires"].label = f"Until ({self.zone.key})"
        if ends := self.initial.get("expires"):
            self.initial["expires"] = ends.astimezone(self.zone).replace(tzinfo=None)
        self.fields["channels"].choices = addresses_of(owner)  # type: ignore[attr-defined]

    @property
    def first(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.seldom]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name in self.seldom]

    @property
    def has_more(self) -> bool:
        """Whether something of what is folded away is said, or wrong."""
        return any(field.errors or field.value() not in UNSAID for field in self.rest)

    def clean_symbol(self) -> str:
        text: str = self.cleaned_data["symbol"].strip()
        if text and instrument_for(text) is None:
            raise forms.ValidationError(unknown_instrument(text))
        return text

    def clean_expires(self) -> datetime | None:
        given: datetime | None = self.cleaned_data["expires"]
        return given and given.replace(tzinfo=self.zone)

    def clean(self) -> dict[str, Any]:
        """What the kind itself refuses is said at its field, together with everything else."""
        try:
            KINDS[self.kind].clean(self.params())
        except Refused as refused:
            field = str(refused.refusal.more.get("field", ""))
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, refused.refusal.detail)
        return self.cleaned_data

    def wish(self, kind: str) -> Wish:
        data = self.cleaned_data
        cooldown = data.get("cooldown")
        return Wish(
            kind,
            self.params(),
            data.get("symbol", ""),
            data["mode"],
            data["channels"],
            data.get("active_hours") or Alert.Hours.ALWAYS,
            data.get("expires"),
            timedelta(minutes=cooldown) if cooldown else None,
            data["note"],
        )

    def params(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) for name in self.own}
        return {name: value for name, value in given.items() if value not in (None, "")}


def direction(above: str, below: str, either: str = "") -> forms.ChoiceField:
    choices = [("above", above), ("below", below), *([("either", either)] if either else [])]
    return forms.ChoiceField(label="Direction", choices=choices)


class PriceForm(AlertForm):
    kind = "price_cross"
    seldom = ("hysteresis", *AlertForm.seldom)
    own = ("direction", "level", "hysteresis")
    direction = direction("rises to", "falls to", "reaches, from either side")
    level = forms.CharField(
        label="Level", max_length=24, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    hysteresis = forms.CharField(
        label="Way back",
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="How far the price must move back before the alert can fire again.",
    )


class PercentForm(AlertForm):
    kind = "percent_move"
    own = ("direction", "percent", "window")
    direction = direction("rises by", "falls by", "moves by, either way")
    percent = forms.CharField(
        label="Percent", max_length=10, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    window = forms.ChoiceField(
        label="Within",
        choices=[
            ("15m", "15 minutes"),
            ("1h", "an hour"),
            ("1d", "24 hours"),
            ("previous_close", "since the previous close"),
        ],
        initial="1d",
    )


class ExtremeForm(AlertForm):
    kind = "new_extreme"
    own = ("side", "days")
    side = forms.ChoiceField(label="What", choices=[("high", "a new high"), ("low", "a new low")])
    days = forms.IntegerField(label="Over days", min_value=2, max_value=3650, initial=365)


class VolumeForm(AlertForm):
    kind = "volume"
    own = ("factor",)
    factor = forms.CharField(
        label="Times the usual daily volume",
        max_length=10,
        initial="2",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="The usual is the median of 20 sessions.",
    )


class IndicatorForm(AlertForm):
    kind = "indicator"
    seldom = ("on", *AlertForm.seldom)
    own = ("name", "crosses", "level", "interval", "on")
    name = forms.ChoiceField(
        label="Indicator",
        choices=[
            ("RSI", "RSI, relative strength"),
            ("SMA", "SMA, simple moving average"),
            ("EMA", "EMA, exponential moving average"),
            ("WMA", "WMA, weighted moving average"),
            ("ROC", "ROC, rate of change"),
            ("CMO", "CMO, Chande momentum"),
        ],
    )
    period = forms.IntegerField(label="Period in bars", min_value=2, max_value=250, initial=14)
    crosses = direction("rises above", "falls below", "crosses")
    level = forms.CharField(
        label="Level",
        max_length=24,
        initial="70",
        help_text="A number; or, for an average, the word price: the price crosses it.",
    )
    interval = forms.ChoiceField(
        label="Bars",
        initial="1d",
        choices=[
            (Interval.MINUTE, "1 minute"),
            (Interval.FIVE_MINUTES, "5 minutes"),
            (Interval.QUARTER, "15 minutes"),
            (Interval.HOUR, "1 hour"),
            (Interval.DAY, "1 day"),
        ],
    )
    on = forms.ChoiceField(
        label="Looks at",
        choices=[("bar_close", "closed bars"), ("intrabar", "the unfinished bar too: may repaint")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["symbol", "name", "period", "crosses", "level", "interval"])

    def params(self) -> dict[str, Any]:
        return {**super().params(), "params": {"period": self.cleaned_data.get("period")}}


class StoryForm(AlertForm):
    kind = "story"
    own = ("symbol", "section", "keyword", "salience")
    priced = False
    symbol = forms.CharField(label="On an instrument", max_length=64, required=False, widget=SYMBOL)
    section = forms.ModelChoiceField(
        Section.objects.all(),
        label="or in a section",
        required=False,
        to_field_name="slug",
        empty_label="",
    )
    keyword = forms.CharField(label="or with a word or phrase", max_length=60, required=False)
    salience = forms.ChoiceField(
        label="Named",
        choices=[("any", "anywhere in the story"), ("headline", "in its headline")],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.kept = self.base_fields["symbol"]
        super().__init__(*args, **kwargs)
        self.fields = {"symbol": self.kept, **self.fields}

    def params(self) -> dict[str, Any]:
        given = super().params()
        if section := given.get("section"):
            given["section"] = section.slug
        return given


class ReplyForm(AlertForm):
    kind = "reply"
    priced = False


class PortfolioForm(AlertForm):
    kind = "portfolio"
    own = ("portfolio", "measure", "symbol", "direction", "level")
    priced = False
    portfolio = forms.TypedChoiceField(label="Portfolio", coerce=int)
    measure = forms.ChoiceField(
        label="What",
        choices=[
            ("value", "its value"),
            ("day_percent", "its day, in percent"),
            ("weight", "the weight of a holding, in percent"),
        ],
    )
    direction = direction("rises to", "falls to")
    level = forms.CharField(
        label="Level", max_length=24, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    def __init__(self, *args: Any, owner: Reader, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.fields["symbol"] = forms.CharField(
            label="Which holding",
            max_length=64,
            required=False,
            widget=SYMBOL,
            help_text="Its symbol; for a weight only.",
        )
        offered = [(one.pk, one.name) for one in portfolios_of(owner)]
        self.fields["portfolio"].choices = offered  # type: ignore[attr-defined]
        self.order_fields(list(self.own))


FORMS: dict[str, type[AlertForm]] = {
    form.kind: form
    for form in (
        PriceForm,
        PercentForm,
        ExtremeForm,
        VolumeForm,
        IndicatorForm,
        StoryForm,
        ReplyForm,
        PortfolioForm,
    )
}


def form_for(kind: str, owner: Reader, given: Any, initial: dict[str, Any]) -> AlertForm:
    return FORMS[kind](given, initial=initial, owner=owner)


def values_of(alert: Alert) -> dict[str, Any]:
    """What an alert's form begins with."""
    cooldown = alert.cooldown
    return {
        **alert.params,
        "period": (alert.params.get("params") or {}).get("period"),
        "symbol": alert.instrument.symbol if alert.instrument else "",
        "mode": alert.mode,
        "active_hours": alert.active_hours,
        "cooldown": int(cooldown.total_seconds() // 60) if cooldown else None,
        "expires": alert.expires,
        "channels": alert.channels,
        "note": alert.note,
    }

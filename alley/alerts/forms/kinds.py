"""The kinds' own fields."""

from typing import Any

from django import forms

from alley.accounts.models import Reader
from alley.alerts.forms.base import BOUNDS, SYMBOL, AlertForm, direction
from alley.markets.models import Interval
from alley.news.models import Section
from alley.portfolios.queries import portfolio_for, portfolios_of, transactions_of


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
    days = forms.IntegerField(
        label="Over days", min_value=2, max_value=3650, initial=365, error_messages=BOUNDS
    )


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
    period = forms.IntegerField(
        label="Period in bars", min_value=2, max_value=250, initial=14, error_messages=BOUNDS
    )
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
            ("holding_percent", "the day of a holding, in percent"),
        ],
    )
    direction = direction("rises to", "falls to")
    level = forms.CharField(
        label="Level", max_length=24, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )

    def __init__(self, *args: Any, owner: Reader, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.owner = owner
        self.fields["symbol"] = forms.CharField(
            label="Which holding",
            max_length=64,
            required=False,
            widget=SYMBOL,
            help_text="Its symbol; for the weight or day of a holding only.",
        )
        offered = [(one.pk, one.name) for one in portfolios_of(owner)]
        self.fields["portfolio"].choices = offered  # type: ignore[attr-defined]
        self.order_fields(list(self.own))

    def clean_symbol(self) -> str:
        """What is held need not be listed."""
        text: str = self.cleaned_data["symbol"].strip().upper()
        mine = self.cleaned_data.get("portfolio")
        rows = transactions_of(portfolio_for(self.owner, mine)) if mine else None
        if rows is not None and rows.filter(symbol=text).exists():
            return text
        return super().clean_symbol()

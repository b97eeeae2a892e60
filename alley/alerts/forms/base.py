"""What the forms of all kinds of alert have in common."""

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
from alley.markets.queries import instrument_for
from alley.refusals import Refused

UNSAID = (None, "", Alert.Hours.ALWAYS, "bar_close")
BOUNDS = {"min_value": "At least %(limit_value)s.", "max_value": "At most %(limit_value)s."}
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
        error_messages=BOUNDS,
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
            if not self.errors.keys() & {field, *self.own}:  # the rest may only follow from those
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

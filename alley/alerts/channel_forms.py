"""Where alerts are told, and when not."""

from typing import Any, cast

from django import forms

from alley.alerts.actions.preferences import Changed
from alley.alerts.models import Alert, Preference
from alley.alerts.models.delivery import Channel


class PreferenceForm(forms.ModelForm[Preference]):
    """`for_<kind>` are the channels of that kind."""

    email = forms.BooleanField(label="Mails about alerts", required=False)

    class Meta:
        model = Preference
        fields = ("quiet_from", "quiet_to")
        widgets = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_to": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        labels = {"quiet_from": "Quiet from", "quiet_to": "until"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = self.instance.no_email is None
        for kind, label in Alert.Kind.choices:
            self.fields[f"for_{kind}"] = forms.MultipleChoiceField(
                label=label,
                choices=Channel.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=self.instance.channels.get(kind, [Channel.IN_APP]),
            )
        for field in self.fields.values():
            field.show_hidden_initial = True  # an old page changes only what was changed on it

    def clean(self) -> dict[str, Any]:
        begin, end = self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_to")
        if not self.has_error("quiet_from") and not self.has_error("quiet_to"):
            if (begin is None) != (end is None):
                missing = "quiet_from" if begin is None else "quiet_to"
                self.add_error(missing, "Quiet hours have a beginning and an end.")
            elif begin is not None and begin == end:
                self.add_error("quiet_to", "They would end as they begin.")
        return self.cleaned_data

    def channels(self) -> list[tuple[str, str]]:
        return list(Channel.choices)

    def rows(self) -> list[Any]:
        return [self[f"for_{kind}"] for kind in Alert.Kind.values]

    def shown(self) -> list[str]:
        """What the page showed, hidden in it, as far as it is not beside its field already."""
        return [self[f"for_{kind}"].as_hidden(only_initial=True) for kind in Alert.Kind.values]

    def changed(self) -> Changed:
        """As the action takes it: only what differs from what the page showed."""
        given = {name: self.cleaned_data[name] for name in self.changed_data}
        kinds = [name for name in given if name.startswith("for_")]
        channels = {name.removeprefix("for_"): given.pop(name) for name in kinds}
        return cast(Changed, {"channels": channels, **given})


class WebhookForm(forms.Form):
    url = forms.URLField(label="Address", max_length=700, assume_scheme="https")

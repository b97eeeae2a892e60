"""Where alerts are told, and when not."""

from typing import Any

from django import forms

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

    def channels(self) -> list[tuple[str, str]]:
        return list(Channel.choices)

    def rows(self) -> list[Any]:
        return [self[f"for_{kind}"] for kind in Alert.Kind.values]

    def chosen(self) -> dict[str, list[str]]:
        return {kind: self.cleaned_data[f"for_{kind}"] for kind in Alert.Kind.values}


class WebhookForm(forms.Form):
    url = forms.URLField(label="Address", max_length=700, assume_scheme="https")

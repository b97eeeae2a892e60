"""What readers may say about themselves."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError

from alley.accounts.lookalikes import is_reserved
from alley.accounts.models import Reader


def _zones() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    return [("", "As my browser says"), *((name, name.replace("_", " ")) for name in names)]


class Settings(forms.ModelForm[Reader]):
    name = forms.CharField(
        label="Shown name",
        max_length=80,
        required=False,
        strip=True,
        help_text="Beside your comments. Empty: your user name is shown.",
    )
    time_zone = forms.ChoiceField(label="Time zone", required=False, choices=_zones)

    show_calls = forms.BooleanField(
        label="Show how my calls went",
        required=False,
        help_text="On your page: your charts with a direction, and what prices did since.",
    )

    class Meta:
        model = Reader
        fields = ("name", "time_zone", "show_calls")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True  # an old page changes only what was changed on it

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name.isprintable():
            raise ValidationError("Please use letters that can be seen.")
        if is_reserved(name) and not self.instance.is_staff_role:
            raise ValidationError("This name speaks for the site or an agency. Use your own.")
        return name

"""Erasing cannot be undone, so it asks for the user name, and the password where there is one."""

from typing import Any

from django import forms

from alley.accounts.models import Reader


class Erase(forms.Form):
    comments = forms.ChoiceField(
        label="What becomes of your comments",
        widget=forms.RadioSelect,
        choices=[
            ("keep", "They stay, without your name: conversations remain readable"),
            ("remove", "They are removed; where others replied, a gap is shown"),
        ],
    )
    username = forms.CharField(
        label="Your user name, to be sure", widget=forms.TextInput({"autocomplete": "off"})
    )
    password = forms.CharField(
        label="Your password",
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        if not reader.has_usable_password():
            del self.fields["password"]

    def clean_username(self) -> str:
        if self.cleaned_data["username"].strip() != self.reader.username:
            raise forms.ValidationError("That is not your user name.")
        return self.reader.username

    def clean_password(self) -> str:
        if not self.reader.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("That is not your password.")
        return ""

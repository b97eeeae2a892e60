"""For ASGI servers other than our own: `alley.asgi:app`. `alley serve` does not need it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alley.settings")
django.setup()

from alley.site.web import Web  # noqa: E402  (rooms can be imported only now)

app = Web()

"""The surroundings of every test, set before Django reads its settings."""

import os
import tempfile
from pathlib import Path

_room = tempfile.mkdtemp(prefix="alley-tests-")
(Path(_room) / "static").mkdir()  # or whitenoise warns of its absence
os.environ.update(
    ALLEY_DATA_DIR=_room,
    ALLEY_SECRET_KEY="only-for-tests",
    ALLEY_TASKS="django_tasks.backends.immediate.ImmediateBackend",
    ALLEY_STATIC_STORAGE="django.contrib.staticfiles.storage.StaticFilesStorage",
    ALLEY_PASSWORD_HASHERS="django.contrib.auth.hashers.MD5PasswordHasher",
    ALLEY_EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    ALLEY_HOSTS="testserver,127.0.0.1,localhost",
)

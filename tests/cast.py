"""The people of the tests. Everybody is new and may do nothing special unless a test says so."""

import pytest

from alley.accounts.models import Reader, Role


def reader(name: str, role: Role = Role.READER) -> Reader:
    return Reader.objects.create_user(
        name, f"{name}@example.org", "alley-demo", name=name.capitalize(), role=role
    )


@pytest.fixture
def ada(db: None) -> Reader:
    """A reader who likes to talk."""
    return reader("ada")


@pytest.fixture
def bo(db: None) -> Reader:
    """Another reader."""
    return reader("bo")


@pytest.fixture
def cy(db: None) -> Reader:
    """A third reader, who knows neither."""
    return reader("cy")


@pytest.fixture
def mo(db: None) -> Reader:
    """A moderator."""
    return reader("mo", Role.MODERATOR)


@pytest.fixture
def mia(db: None) -> Reader:
    """Another moderator, who hears the appeals against mo."""
    return reader("mia", Role.MODERATOR)


@pytest.fixture
def ed(db: None) -> Reader:
    """An editor."""
    return reader("ed", Role.EDITOR)

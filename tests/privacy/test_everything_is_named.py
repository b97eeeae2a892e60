"""No model can hold something of a reader and be forgotten by the archive or by erasing."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from alley.accounts.models import Reader
from alley.privacy.held import BY_PLACE, HELD, Held

PLACES = sorted(
    f"{model._meta.label}.{field.name}"
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, ForeignKey) and field.related_model is Reader
)


@pytest.mark.parametrize("place", PLACES)
def test_whatever_leads_to_a_reader_is_in_the_table(place: str) -> None:
    assert place in BY_PLACE, f"say in privacy/held.py what becomes of {place}"


def test_the_table_names_nothing_that_is_not_there() -> None:
    assert sorted(BY_PLACE) == PLACES
    assert len(HELD) == len(BY_PLACE)


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.where)
def test_it_is_in_the_archive_or_says_why_not(held: Held) -> None:
    assert bool(held.file) != bool(held.left_out)


@pytest.mark.parametrize("held", [one for one in HELD if not one.stays], ids=lambda one: one.where)
def test_what_is_deleted_takes_nothing_of_others_with_it(held: Held) -> None:
    """Rows that hang on a deleted one go too: none may be a comment, or somebody else's."""
    name, _ = held.where.rsplit(".", 1)
    for relation in apps.get_model(name)._meta.related_objects:
        below = relation.related_model._meta
        assert below.label not in {"discussion.Comment", "moderation.Decision", "accounts.Reader"}


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.where)
def test_columns_that_are_hidden_exist(held: Held) -> None:
    columns = {field.name for field in apps.get_model(held.where.rsplit(".", 1)[0])._meta.fields}
    assert set(held.hidden) <= columns

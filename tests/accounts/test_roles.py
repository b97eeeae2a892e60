import pytest
from django.test import Client

from alley.accounts.actions import give_role
from alley.accounts.models import Reader, Role
from alley.live.models import Event
from alley.refusals import Refused


@pytest.fixture
def root(db: None) -> Reader:
    return give_role(Reader.objects.create_user("root", password="alley-demo"), Role.ADMIN)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, Role.ADMIN])
def test_a_role_opens_the_desk_at_the_next_request(client: Client, ada: Reader, role: Role) -> None:
    client.force_login(ada)
    assert client.get("/desk/account/").status_code == 302

    give_role(ada, role)

    assert client.get("/desk/account/").status_code == 200


def test_a_role_taken_away_closes_it_again(client: Client, ada: Reader) -> None:
    give_role(ada, Role.EDITOR)
    client.force_login(ada)
    give_role(ada, Role.READER)

    assert client.get("/desk/account/").status_code == 302
    assert not ada.groups.exists()


def test_each_role_has_its_own_part_of_the_desk(mo: Reader, ed: Reader, root: Reader) -> None:
    assert mo.has_perm("moderation.change_case")
    assert not mo.has_perm("news.change_article")
    assert ed.has_perm("news.change_article")
    assert not ed.has_perm("moderation.change_case")
    assert not ed.has_perm("accounts.change_reader")
    assert root.has_perm("accounts.change_reader")


def test_a_change_is_kept_and_told(ada: Reader, root: Reader) -> None:
    give_role(ada, Role.MODERATOR, by=root)

    change = ada.role_changes.get()
    assert (change.was, change.role, change.by) == ("reader", "moderator", root)
    assert Event.objects.filter(topic=f"me:{ada.pk}").exists()


def test_somebody_must_remain_who_can_give_roles(root: Reader) -> None:
    with pytest.raises(Refused, match="remain"):
        give_role(root, Role.READER)

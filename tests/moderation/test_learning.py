"""A site's own decisions teach its models; figures first, one click on, one click back."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from alley.accounts.models import Reader, Role
from alley.moderation import actions, queries
from alley.moderation.commands import moderation
from alley.moderation.learning import force
from alley.moderation.learning.model import in_force, prepare, put_in_force, shipped
from alley.moderation.models import Case, Decision, LearnedModel, LogEntry
from alley.refusals import Refused
from tests.cast import reader

QUACKLE = "such a quackle you are"


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    yield
    force.look_again()
    force._loaded.update(dict.fromkeys(force._loaded))
    put_in_force("attack", None)


@pytest.fixture
def decided(mo: Reader) -> None:
    """A site where one harmless-looking word has become an insult, and moderators know."""
    for number in range(90):
        author = reader(f"author{number}")
        _decide(author, mo, f"you quackle, sell number {number}", "reject", "no_abuse")
        _decide(author, mo, f"I sell number {number} at the open", "approve", "")


def _decide(author: Reader, mo: Reader, text: str, action: str, guideline: str) -> Decision:
    case = Case.objects.create(
        kind="held",
        state="decided",
        subject_kind="comment",
        subject_key=text[-40:],
        author=author,
        text=text,
        opened=timezone.now(),
        priority=0,
    )
    return Decision.objects.create(
        case=case,
        case_version=1,
        revision=1,
        action=action,
        guideline=guideline,
        by=mo,
        decided=timezone.now(),
    )


def test_only_what_people_decided_for_this_reason_and_stood_by_is_learned(
    ada: Reader, mo: Reader
) -> None:
    _decide(ada, mo, "approved", "approve", "")
    _decide(ada, mo, "abuse", "reject", "no_abuse")
    _decide(ada, mo, "about links", "reject", "no_promotion")
    taken_back = _decide(ada, mo, "taken back", "reject", "no_abuse")
    Decision.objects.filter(pk=taken_back.pk).update(undone=timezone.now())
    machine = _decide(ada, mo, "by the machine", "reject", "no_abuse")
    Decision.objects.filter(pk=machine.pk).update(by=None)

    def learned(kind: str) -> dict[str, bool]:
        return {each.text: each.bad for each in queries.decided_texts(kind)}

    assert learned("attack") == {"approved": False, "abuse": True}
    assert learned("spam") == {"approved": False, "about links": True}


def test_a_taught_model_screens_only_once_it_is_switched_on_and_is_gone_back_from(
    decided: None, ed: Reader
) -> None:
    made = actions.learn("attack")
    force.refresh(now=1000.0)
    before = in_force("attack").probability(prepare(QUACKLE))

    actions.switch_model(kind="attack", number=made.number, admin=_admin(ed))
    force.refresh(now=2000.0)
    taught = in_force("attack").probability(prepare(QUACKLE))
    actions.switch_model(kind="attack", number=0, admin=ed)
    force.refresh(now=3000.0)

    assert before == shipped("attack").probability(prepare(QUACKLE))
    assert taught > 0.5 > before
    assert in_force("attack").probability(prepare(QUACKLE)) == before
    assert made.figures["after"]["recall"] > made.figures["before"]["recall"]
    assert LogEntry.objects.filter(action="model").count() == 2


def test_the_command_teaches_shows_figures_and_switches_on(decided: None) -> None:
    done = CliRunner().invoke(moderation, ["train", "--kind", "attack", "--switch-on"])

    assert done.exit_code == 0, done.output
    assert "attack: model 1, switched on; ROC-AUC" in done.output
    assert LearnedModel.objects.get(in_force=True).number == 1
    assert CliRunner().invoke(moderation, ["use", "attack", "0"]).exit_code == 0
    assert not LearnedModel.objects.filter(in_force=True).exists()


@pytest.mark.django_db
def test_too_few_decisions_are_said_to_be_too_few() -> None:
    done = CliRunner().invoke(moderation, ["train", "--kind", "spam"])

    assert "spam: 0 decisions (0 against the comment) are too few" in done.output


def test_an_admin_switches_by_one_click(decided: None, ed: Reader, client: Client) -> None:
    made = actions.learn("attack")
    client.force_login(_admin(ed))

    page = client.get("/desk/moderation/models/")
    client.post("/desk/moderation/models/switch/", {"kind": "attack", "number": made.number})

    assert "Switch on" in page.content.decode()
    assert LearnedModel.objects.get(in_force=True) == made
    assert "Go back to it" in client.get("/desk/moderation/models/").content.decode()


def test_a_moderator_may_not_switch(decided: None, mo: Reader) -> None:
    with pytest.raises(Refused):
        actions.switch_model(kind="attack", number=0, admin=mo)


def _admin(ed: Reader) -> Reader:
    ed.role = Role.ADMIN
    ed.save()
    return ed

import pytest

from alley.accounts.models import Reader, Role
from alley.moderation import actions, policy
from alley.moderation.screening import screen
from alley.refusals import Refused


def test_a_measured_signal_may_not_reject() -> None:
    text = policy.SHIPPED.read_text().replace(
        "{signal: attack, does: hold", "{signal: attack, does: reject"
    )

    with pytest.raises(policy.PolicyError, match="attack is measured, so it may hold at most"):
        policy.read(text)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("comment_wait: 60s", "comment_wait: soon", "limits.comment_wait is 'soon'"),
        ("pre_moderation: new", "pre_moderation: maybe", "use one of off, new, all"),
        ("  comment_length: 1000", "  comment_size: 1000", "'comment_size' is not known here"),
        ("guideline: on_topic", "guideline: weather", "no guideline 'weather'"),
    ],
)
def test_a_mistake_is_named_by_its_place(was: str, becomes: str, says: str) -> None:
    with pytest.raises(policy.PolicyError, match=says):
        policy.read(policy.SHIPPED.read_text().replace(was, becomes))


def test_enforcement_and_limits_follow_the_policy_in_force(ed: Reader) -> None:
    text = policy.SHIPPED.read_text().replace(
        "{signal: profanity, does: mend}", "{signal: profanity, does: hold}"
    )
    ed.role = Role.ADMIN
    ed.save()

    version = actions.adopt_policy(text=text, admin=ed)

    assert policy.current().version == version.number == 2
    assert screen("This company is shit and always was").outcome.word == "hold"


def test_only_an_admin_changes_the_policy(mo: Reader) -> None:
    with pytest.raises(Refused):
        actions.adopt_policy(text=policy.SHIPPED.read_text(), admin=mo)

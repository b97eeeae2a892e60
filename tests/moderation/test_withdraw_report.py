"""Who reported a comment can take the report back until somebody has decided."""

import pytest
from django.test import Client

from alley.discussion import actions as talk
from alley.moderation import actions
from alley.moderation.models import Report
from alley.refusals import Refused
from tests.moderation.scene import APPROVE, REPORT, SUBMIT, Scene, scene
from tests.moderation.spoken import say

__all__ = ["say", "scene"]  # fixtures
pytestmark = pytest.mark.usefixtures("oil")


@pytest.mark.parametrize("decided", [False, True])
def test_a_report_is_withdrawn_only_while_nobody_has_decided(
    scene: Scene, client: Client, decided: bool
) -> None:
    SUBMIT(scene)
    REPORT(scene)
    if decided:
        APPROVE(scene)
    client.force_login(scene.readers[0], "django.contrib.auth.backends.ModelBackend")
    report = Report.objects.get()

    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert ("Withdraw the report" in page) is not decided
    assert client.post(f"/reports/{report.pk}/", {"withdraw": "1"}).status_code == 302
    again = client.delete(f"/api/v1/me/reports/{report.pk}")

    report.refresh_from_db()
    assert (report.outcome, again.status_code) == (
        ("dismissed", 409) if decided else ("withdrawn", 200)
    )


def test_a_withdrawn_report_weighs_nothing_and_leaves_the_other_reports(scene: Scene) -> None:
    SUBMIT(scene)
    for reader in scene.readers[:2]:
        talk.report_comment(reporter=reader, comment=scene.comment, reason="spam")

    report = Report.objects.get(reporter=scene.readers[0])
    actions.withdraw_report(report=report, reader=scene.readers[0])

    assert scene.case.is_open
    with pytest.raises(Refused) as refused:
        actions.withdraw_report(report=report, reader=scene.readers[1])
    assert refused.value.refusal.code == "not_found"
    talk.report_comment(reporter=scene.readers[2], comment=scene.comment, reason="spam")
    assert scene.comment.status == "published"  # two reports stand, not three

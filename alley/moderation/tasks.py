"""E-mails and backtests, in the background; the rows they are about are saved first."""

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django_tasks import task

from alley.moderation import rehearsal
from alley.moderation.models import Statement

SALT = "alley.moderation.statement"


def key_of(statement: Statement) -> str:
    """A signed key to one statement: the banned can read and appeal without signing in."""
    return signing.dumps(statement.pk, salt=SALT)


@task()
def mail(*, to: str, subject: str, text: str) -> None:
    send_mail(" ".join(subject.split()), text, None, [to])


@task()
def mail_statement(*, statement_id: int) -> None:
    statement = Statement.objects.select_related("reader").get(pk=statement_id)
    link = f"{settings.SITE_URL}/statements/by-key/{key_of(statement)}/"
    text = render_to_string(
        "moderation/statement.txt",
        {"statement": statement, "link": link, "site_name": settings.SITE_NAME},
    )
    subject = f"{statement.get_restriction_display()}: {statement.subject}"
    send_mail(" ".join(subject.split()), text, None, [statement.reader.email])


@task()
def backtest(*, draft_id: int, run: str) -> None:
    rehearsal.run_backtest(draft_id, run)

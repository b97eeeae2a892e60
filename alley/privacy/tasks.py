"""What was asked for, in the background; the row it is about is saved first."""

from django_tasks import task

from alley.privacy import fulfilling


@task()
def fulfil(*, request_id: int) -> None:
    fulfilling.fulfil(request_id)

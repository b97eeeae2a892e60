import pytest

from alley.accounts.models import Notification, Reader
from alley.keyset import page_of
from alley.refusals import Refused


@pytest.fixture
def notes(ada: Reader) -> list[str]:
    Notification.objects.bulk_create(
        Notification(reader=ada, kind=str(i % 3), title=str(i)) for i in range(25)
    )
    return [str(i) for i in range(25)]


@pytest.mark.parametrize("order", [("-id",), ("id",), ("kind", "-id"), ("-created", "-id")])
def test_pages_together_are_the_whole_list_once(notes: list[str], order: tuple[str, ...]) -> None:
    titles, cursor = [], None
    while True:
        page = page_of(Notification.objects.all(), order, cursor, limit=10)
        titles += [note.title for note in page.items]
        if (cursor := page.next) is None:
            break

    whole = Notification.objects.order_by(*order).values_list("title", flat=True)
    assert titles == list(whole)


def test_a_page_is_never_larger_than_a_hundred(notes: list[str]) -> None:
    assert len(page_of(Notification.objects.all(), limit=0).items) == 1
    assert page_of(Notification.objects.all(), limit=10**6).next is None


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "W10", "WyJ4Il0", "W251bGxd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", "W3RydWVd"],
)
def test_a_cursor_that_is_not_ours_is_refused(cursor: str, db: None) -> None:
    with pytest.raises(Refused, match="cursor"):
        page_of(Notification.objects.all(), cursor=cursor)

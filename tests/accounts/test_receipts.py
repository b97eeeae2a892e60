import pytest

from alley.accounts import receipts
from alley.accounts.models import Reader
from alley.accounts.receipts import Answer
from alley.refusals import Refused


def test_a_retry_gets_the_first_answer_and_writes_nothing(ada: Reader) -> None:
    written = []

    def write() -> Answer:
        written.append(1)
        return Answer(201, '{"id": 7}')

    first = receipts.once(ada, "k", "same", write)
    again = receipts.once(ada, "k", "same", write)

    assert (first.status, first.body, first.replayed) == (201, '{"id": 7}', False)
    assert (again.status, again.body, again.replayed) == (201, '{"id": 7}', True)
    assert len(written) == 1


def test_a_key_belongs_to_one_request(ada: Reader) -> None:
    receipts.once(ada, "k", "one", lambda: Answer(201, ""))

    with pytest.raises(Refused, match="used before"):
        receipts.once(ada, "k", "another", lambda: Answer(201, ""))


def test_readers_do_not_share_keys(ada: Reader, bo: Reader) -> None:
    receipts.once(ada, "k", "same", lambda: Answer(201, "ada's"))

    assert receipts.once(bo, "k", "same", lambda: Answer(201, "bo's")).body == "bo's"


def test_a_write_that_fails_may_be_tried_again_with_its_key(ada: Reader) -> None:
    def fails() -> Answer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        receipts.once(ada, "k", "same", fails)

    assert receipts.once(ada, "k", "same", lambda: Answer(201, "")).replayed is False

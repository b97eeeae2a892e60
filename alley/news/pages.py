"""A place in a list that goes on: the last row's own sort keys, never a row number. Pure."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from alley.refusals import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Place:
    """After the article of this id, published at this moment."""

    published: datetime
    pk: int

    def as_cursor(self) -> str:
        stamp = [int(self.published.timestamp() * 1_000_000), self.pk]
        return base64.urlsafe_b64encode(json.dumps(stamp).encode()).decode().rstrip("=")


def place(cursor: str | None) -> Place | None:
    """Raises Refused where the cursor is none of ours."""
    if not cursor:
        return None
    try:
        padded = cursor[:200] + "=" * (-len(cursor) % 4)
        micros, pk = json.loads(base64.urlsafe_b64decode(padded))
        return Place(datetime.fromtimestamp(int(micros) / 1_000_000, UTC), _whole(pk))
    except (ValueError, TypeError, binascii.Error, OverflowError, OSError) as error:
        problem = Refusal("bad_cursor", "This cursor is none of ours.", status=422)
        raise Refused(problem) from error


def _whole(pk: object) -> int:
    if not isinstance(pk, int) or abs(pk) >= 2**63:
        raise ValueError(pk)
    return pk

"""What rooms above know about comments and a reader, shown beside them: filled when they start."""

from collections.abc import Callable

from alley.accounts.models import Reader

Marker = Callable[[Reader, list[int]], frozenset[int]]
_savers: list[Marker] = []


def register_saved(marker: Marker) -> None:
    _savers.append(marker)


def saved_among(reader: Reader, comment_ids: list[int]) -> frozenset[int]:
    """Which of these comments the reader has saved."""
    return frozenset().union(*(marker(reader, comment_ids) for marker in _savers))

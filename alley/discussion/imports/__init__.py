"""Comments of other systems as plain values: one file a format, no database."""

from collections.abc import Callable, Iterator
from pathlib import Path

from alley.discussion.imports import disqus, isso, lines, remark42, wordpress
from alley.discussion.imports.exported import Exported, NotTaken

Read = Callable[[Path], Iterator[Exported | NotTaken]]
FORMATS: dict[str, Read] = {
    "disqus": disqus.read,
    "wordpress": wordpress.read,
    "isso": isso.read,
    "remark42": remark42.read,
    "alley": lines.read,
}

__all__ = ["FORMATS", "Exported", "NotTaken", "Read"]

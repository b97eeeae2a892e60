"""The archive of everything of one reader: a ZIP of JSON and CSV files with a list of contents."""

import json
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from alley.accounts.models import Reader
from alley.privacy.held import HELD
from alley.privacy.queries import Rows, files_of

Told = Callable[[int, int], None]


def write_archive(reader: Reader, out: IO[bytes], told: Told = lambda done, whole: None) -> int:
    """How many files went in; `told` hears of each."""
    files = files_of(reader)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, make) in enumerate(files):
            told(number, len(files))
            made = make()
            with archive.open(name, "w", force_zip64=True) as file:
                for part in [made] if isinstance(made, str) else _listed(made):
                    file.write(part.encode())
        archive.writestr("README.txt", contents(reader))
    return len(files) + 1


def _listed(rows: Rows) -> Iterator[str]:
    """A JSON list, a row at a time."""
    before = "[\n"
    for row in rows:
        yield before + json.dumps(row, cls=Encoder, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


class Encoder(DjangoJSONEncoder):
    """Decimals as plain strings, as everywhere."""

    def default(self, o: Any) -> Any:
        return bytes(o).hex() if isinstance(o, (bytes, memoryview)) else super().default(o)


def contents(reader: Reader) -> str:
    """What is in the archive and what is not, and why not."""
    lines = [f"Everything of {reader.username}, {timezone.now():%d %B %Y, %H:%M} UTC.", ""]
    lines += ["account.json", *sorted({held.file for held in HELD if held.file})]
    lines += ["", "Times are in UTC, amounts are decimal numbers as text. A file of portfolios/ is"]
    lines += ["taken in again at its portfolio's import page.", "", "Not in here:", ""]
    lines += [f"- {reason}" for reason in dict.fromkeys(held.left_out for held in HELD) if reason]
    return "\n".join(lines) + "\n"

"""Files in a folder of the operator's (`prices` in the data directory): CSV, and Parquet with the
`parquet` extra. Code: a file's name. A file that somebody renews is read again."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path

from django.conf import settings

from alley.markets.importing.prices import Row, Unreadable, read
from alley.markets.models import PriceKind
from alley.markets.providers.protocol import Asked, Terms
from alley.markets.providers.sanity import BadAnswer

LARGEST = 200_000_000


class Files:
    name = "files"
    terms = Terms(
        source="Files",
        kind=PriceKind.EOD,
        public=True,
        note="Yours: what may be shown is what you put there.",
    )

    def __init__(self, asked: Asked) -> None:
        del asked
        self.folder = Path(settings.DATA_DIR) / "prices"

    def instruments(self) -> Iterable[dict[str, str | None]]:
        return []

    def history(self, code: str, interval: str, since: datetime) -> list[Row]:
        file = (self.folder / code).resolve()
        if not file.is_relative_to(self.folder.resolve()) or not file.is_file():
            raise BadAnswer(f"there is no file {code} in {self.folder}")
        if file.stat().st_size > LARGEST:
            raise BadAnswer(f"{code} is larger than {LARGEST:,} bytes")
        try:
            sheet = read(content_of(file))
        except Unreadable as error:
            raise BadAnswer(f"{code}: {error}") from None
        return [row for row in sheet.rows if row.time >= since]

    def stream(self, codes: Sequence[str]) -> None:
        return None


def content_of(file: Path) -> bytes:
    """A price file as CSV. Raises Unreadable for Parquet without the extra."""
    return _from_parquet(file) if file.suffix == ".parquet" else file.read_bytes()


def _from_parquet(file: Path) -> bytes:
    try:
        table = import_module("pyarrow.parquet").read_table(file)
    except ImportError:
        raise Unreadable("Parquet needs the extra: pip install exchange-alley[parquet]") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"this is not a Parquet file: {str(error)[:80]}") from None
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return text.getvalue().encode()

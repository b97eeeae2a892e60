"""Other people's files: bytes in, rows out, each with what it means or why it is left aside.

No database here: instruments are looked up when a preview is made (actions/imports.py).
"""

from alley.portfolios.importing.formats import FORMATS, read
from alley.portfolios.importing.row import Row, Unreadable

__all__ = ["FORMATS", "Row", "Unreadable", "read"]

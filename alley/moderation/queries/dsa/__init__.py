"""The transparency report as the Commission's tables, and statements as its database knows them."""

from alley.moderation.queries.dsa.report import PARTS, report
from alley.moderation.queries.dsa.statements import statements_export

__all__ = ["PARTS", "report", "statements_export"]

"""Whose prices a figure is reckoned from, and of what kind."""

from typing import NamedTuple

from alley.markets.quotes import credit


class Credit(NamedTuple):
    kind: str
    source: str

    @property
    def words(self) -> str:
        """`End of day · EIA spot`."""
        return credit(self.kind, self.source)

    def as_dict(self) -> dict[str, str]:
        return {"source": self.source, "kind": self.kind}

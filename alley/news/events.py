"""What other rooms may hear from the newsroom."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticlePublished:
    """An article stands on the site: for the first time, or in a new version."""

    article: int
    first: bool


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn:
    article: int

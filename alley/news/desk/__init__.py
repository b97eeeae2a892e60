"""The newsroom's part of the desk."""

from alley.news.desk import links, newsroom, updates

__all__ = ["links", "newsroom", "updates"]

"""The newsroom's part of the desk."""

from alley.news.desk import home, links, newsroom, updates

__all__ = ["home", "links", "newsroom", "updates"]

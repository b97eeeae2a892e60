"""The newsroom's part of the desk."""

from alley.news.desk import newsroom, updates

__all__ = ["newsroom", "updates"]

from alley.news import desk  # noqa: F401

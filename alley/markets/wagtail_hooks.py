from alley.markets import desk  # noqa: F401

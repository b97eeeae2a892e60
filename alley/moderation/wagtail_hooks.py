from alley.moderation import desk  # noqa: F401

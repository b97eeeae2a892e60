from alley.site import desk  # noqa: F401

"""What a comment says elsewhere: shorter, with the way back, calling no strangers. Pure."""

import regex

_GRAPHEMES = regex.compile(r"\X")
_MENTION = regex.compile(r"(?<![\w@])@(?=\w)")


def post_text(body: str, link: str, limit: int, link_length: int) -> str:
    """The comment's words and its address in at most `limit` graphemes; a link counts for
    `link_length`, whatever its own length (Mastodon: 23)."""
    words = _MENTION.sub("", body).strip()
    room = limit - link_length - 2
    letters = _GRAPHEMES.findall(words)
    if len(letters) > room:
        words = "".join(letters[: room - 1]).rstrip() + "…"
    return f"{words}\n\n{link}"

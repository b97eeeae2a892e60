"""Disqus XML: threads and posts by dsq:id; a deleted post keeps its place above its replies."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from alley.discussion.imports.exported import Exported, NotTaken, State
from alley.discussion.imports.markup import elements, text
from alley.discussion.imports.plain import plain
from alley.discussion.imports.times import moment

NS = "{http://disqus.com}"
ID = "{http://disqus.com/disqus-internals}id"


def read(path: Path) -> Iterator[Exported | NotTaken]:
    threads: dict[str, tuple[str, str]] = {}  # id: (address, title); they stand before the posts
    for element in elements(path, (f"{NS}thread", f"{NS}post")):
        if isinstance(element, NotTaken):
            yield element
            continue
        number = element.get(ID, "")
        if element.tag == f"{NS}post":
            yield _post(element, number, threads)
        else:
            threads[number] = (text(element, f"{NS}link"), text(element, f"{NS}title"))


def _post(post: Any, number: str, threads: dict[str, tuple[str, str]]) -> Exported | NotTaken:
    where = f"post {number}"
    thread = post.find(f"{NS}thread")
    url, title = threads.get(thread.get(ID, "") if thread is not None else "", ("", ""))
    posted = moment(text(post, f"{NS}createdAt"))
    if not url:
        return NotTaken(where, "its thread is not in the file, or has no address")
    if posted is None:
        return NotTaken(where, "it has no time")
    parent = post.find(f"{NS}parent")
    username = text(post, f"{NS}author/{NS}username")
    email = text(post, f"{NS}author/{NS}email")
    known = bool(username) and text(post, f"{NS}author/{NS}isAnonymous") == "false"
    name = text(post, f"{NS}author/{NS}name")
    message = text(post, f"{NS}message")
    return Exported(
        id=number or _digest(url, username, email, posted.isoformat(), message),
        url=url,
        title=title,
        parent=parent.get(ID, "") if parent is not None else "",
        author=name or username,
        author_key=username or email or name,
        username=username,
        vouched=email if known else "",
        posted=posted,
        text=plain(message),
        state=_state(post),
    )


def _digest(*facts: str) -> str:
    """Some posts have no number: the same post must have the same name the next time."""
    return "no-id-" + sha256("\0".join(facts).encode()).hexdigest()[:24]


def _state(post: Any) -> State:
    if text(post, f"{NS}isDeleted") == "true":
        return "deleted"
    return "withheld" if text(post, f"{NS}isSpam") == "true" else "published"

"""WordPress WXR: the comments of each item; pings and tracks of other sites are not comments."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alley.discussion.imports.exported import Exported, NotTaken, State
from alley.discussion.imports.markup import elements
from alley.discussion.imports.plain import plain
from alley.discussion.imports.times import moment

NOT_COMMENTS = {"pingback", "trackback", "webmention", "order_note"}
STATES: dict[str, State] = {"1": "published", "trash": "deleted", "post-trashed": "deleted"}
_TAG = re.compile(r"^\{http://wordpress\.org/export/[\d.]+/\}")


def read(path: Path) -> Iterator[Exported | NotTaken]:
    for item in elements(path, ("item",)):
        if isinstance(item, NotTaken):
            yield item
            continue
        url = (item.findtext("link") or "").strip()
        title = (item.findtext("title") or "").strip()
        for element in item:
            if _TAG.sub("wp:", str(element.tag)) == "wp:comment":
                yield _comment(element, url, title)


def _comment(element: Any, url: str, title: str) -> Exported | NotTaken:
    facts = {_TAG.sub("", str(part.tag)): (part.text or "").strip() for part in element}
    number = facts.get("comment_id", "")
    where = f"comment {number} of {url or title}"
    kind = facts.get("comment_type", "")
    posted = moment(facts.get("comment_date_gmt")) or moment(facts.get("comment_date"))
    if kind in NOT_COMMENTS:
        return NotTaken(where, f"it is a {kind}, not a comment")
    if not number or not url:
        return NotTaken(where, "it has no number, or its page has no address")
    if posted is None:
        return NotTaken(where, "it has no time")
    parent = facts.get("comment_parent", "0")
    name, email = facts.get("comment_author", ""), facts.get("comment_author_email", "")
    known = facts.get("comment_user_id", "0") not in {"", "0"}
    return Exported(
        id=number,
        url=url,
        title=title,
        parent="" if parent == "0" else parent,
        author=name,
        author_key=email.casefold() or name,
        vouched=email if known else "",
        posted=posted,
        text=plain(facts.get("comment_content", "").replace("\n", "<br>")),
        state=STATES.get(facts.get("comment_approved", "1"), "withheld"),
    )

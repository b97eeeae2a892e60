"""Bluesky and other servers of the AT Protocol, by an app password.

Source: atproto.com, lexicons com.atproto.server.createSession, com.atproto.repo.putRecord and
deleteRecord, app.bsky.feed.post; the record key is a TID.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from alley.crossposts.services.base import Posted, Trouble, call, origin
from alley.crossposts.writing import post_text

HOST = "bsky.social"
LIMIT = 300
COLLECTION = "app.bsky.feed.post"
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Session:
    did: str
    handle: str
    token: str


def sign_in(host: str, handle: str, password: str) -> Session:
    told = {"identifier": handle.removeprefix("@"), "password": password}
    said = call("POST", _method(host, "server.createSession"), told=told)
    did, name, token = (said.get(key) for key in ("did", "handle", "accessJwt"))
    if not (isinstance(did, str) and isinstance(name, str) and isinstance(token, str)):
        raise Trouble("the answer lacked a session")
    return Session(did, name, token)


def post(host: str, session: Session, body: str, link: str, key: str, written: datetime) -> Posted:
    """`key` is the record's own: putting it again changes nothing."""
    text = post_text(body, link, LIMIT, len(link))
    start = len(text.encode()) - len(link.encode())
    record = {
        "$type": COLLECTION,
        "text": text,
        "createdAt": written.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "facets": [
            {
                "index": {"byteStart": start, "byteEnd": len(text.encode())},
                "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link}],
            }
        ],
    }
    told = {"repo": session.did, "collection": COLLECTION, "rkey": key, "record": record}
    call("POST", _method(host, "repo.putRecord"), told=told, bearer=session.token)
    return Posted(key, f"https://bsky.app/profile/{session.handle}/post/{key}")


def withdraw(host: str, session: Session, remote_id: str) -> None:
    told = {"repo": session.did, "collection": COLLECTION, "rkey": remote_id}
    call("POST", _method(host, "repo.deleteRecord"), told=told, bearer=session.token)


def record_key(written: datetime, number: int) -> str:
    """A TID: microseconds and a ten-bit number as 13 letters that sort by time."""
    value = int(written.timestamp() * 1_000_000) << 10 | number % 1024
    return "".join(_DIGITS[value >> shift & 31] for shift in range(60, -1, -5))


def _method(host: str, name: str) -> str:
    return f"{origin(host)}/xrpc/com.atproto.{name}"

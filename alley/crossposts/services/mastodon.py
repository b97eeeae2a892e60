"""Mastodon and what speaks its client API: OAuth 2 with a code, then statuses.

Source: docs.joinmastodon.org, methods apps, oauth, accounts and statuses.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from alley.crossposts.services.base import Posted, Trouble, call, origin
from alley.crossposts.writing import post_text

LIMIT, LINK = 500, 23
SCOPES = "read:accounts write:statuses"


@dataclass(frozen=True, slots=True)
class Application:
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Identity:
    handle: str
    remote_id: str
    secret: str


def register(host: str, *, name: str, website: str, back: str) -> Application:
    """Make this site known to a server."""
    told = {"client_name": name, "redirect_uris": back, "scopes": SCOPES, "website": website}
    said = call("POST", f"{origin(host)}/api/v1/apps", told=told)
    return Application(_word(said, "client_id"), _word(said, "client_secret"))


def way_there(host: str, client_id: str, *, back: str, state: str) -> str:
    """Where the reader says yes."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": back,
        "scope": SCOPES,
        "state": state,
    }
    return f"{origin(host)}/oauth/authorize?{urlencode(asked)}"


def come_back(host: str, application: Application, *, code: str, back: str) -> Identity:
    """The code for a token, and whose it is."""
    told = {
        "grant_type": "authorization_code",
        "client_id": application.client_id,
        "client_secret": application.client_secret,
        "redirect_uri": back,
        "code": code,
        "scope": SCOPES,
    }
    token = _word(call("POST", f"{origin(host)}/oauth/token", told=told), "access_token")
    who = call("GET", f"{origin(host)}/api/v1/accounts/verify_credentials", bearer=token)
    return Identity(f"@{_word(who, 'acct')}@{host}", _word(who, "id"), token)


def post(host: str, token: str, body: str, link: str, key: str) -> Posted:
    """`key` makes a repeated request the same post (Idempotency-Key)."""
    told = {"status": post_text(body, link, LIMIT, LINK), "visibility": "public"}
    said = call(
        "POST",
        f"{origin(host)}/api/v1/statuses",
        told=told,
        bearer=token,
        headers={"Idempotency-Key": key},
    )
    return Posted(_word(said, "id"), str(said.get("url") or ""))


def withdraw(host: str, token: str, remote_id: str) -> None:
    call("DELETE", f"{origin(host)}/api/v1/statuses/{remote_id}", bearer=token)


def _word(said: dict[str, object], name: str) -> str:
    word = said.get(name)
    if not isinstance(word, str | int) or not str(word):
        raise Trouble(f"the answer lacked {name}")
    return str(word)[:2000]

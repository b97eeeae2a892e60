"""A Mastodon and a Bluesky server of the tests' own, on loopback: they keep what they are told."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any


@dataclass
class Network:
    """What both remember. `failing` answers with a status, as often as it says."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failing: list[int] = field(default_factory=list)
    token: str = "let-me-in"


def handler(network: Network) -> type[BaseHTTPRequestHandler]:
    class Peer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.answer(json.loads(self.rfile.read(length) or b"{}"))

        do_DELETE = do_GET

        def answer(self, told: dict[str, Any]) -> None:
            network.asked.append(f"{self.command} {self.path}")
            if network.failing and "session" not in self.path.lower():
                self.say(network.failing.pop(0), {"error": "busy"})
                return
            said = next((s for s in self.answers(told) if s is not None), None)
            self.say(404 if said is None else 200, said or {})

        def answers(self, told: dict[str, Any]) -> Iterator[dict[str, Any] | None]:
            yield mastodon(network, self.command, self.path, told, self.headers)
            yield bluesky(network, self.path, told)

        def say(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *parts: object) -> None:
            pass

    return Peer


def mastodon(
    network: Network, method: str, path: str, told: dict[str, Any], headers: Any
) -> dict[str, Any] | None:
    signed = headers.get("Authorization") == f"Bearer {network.token}"
    if path == "/api/v1/apps":
        return {"client_id": "id", "client_secret": "secret"}
    if path == "/oauth/token" and told["code"] == "yes" and told["client_secret"] == "secret":
        return {"access_token": network.token}
    if path == "/api/v1/accounts/verify_credentials" and signed:
        return {"id": "7", "acct": "ada"}
    if path == "/api/v1/statuses" and signed:
        key = headers["Idempotency-Key"]
        number = network.keys.setdefault(key, str(len(network.posts) + 1))
        network.posts[number] = told
        return {"id": number, "url": f"https://social.example/@ada/{number}"}
    if method == "DELETE" and signed:
        return network.posts.pop(path.rpartition("/")[2], {})
    return None


def bluesky(network: Network, path: str, told: dict[str, Any]) -> dict[str, Any] | None:
    if path.endswith("server.createSession") and told["password"] == "app-password":
        return {"did": "did:plc:ada", "handle": "ada.example", "accessJwt": network.token}
    if path.endswith("repo.putRecord"):
        network.posts[told["rkey"]] = told["record"]
        return {"uri": "at://…"}
    if path.endswith("repo.deleteRecord"):
        network.posts.pop(told["rkey"], None)
        return {}
    return None

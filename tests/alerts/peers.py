"""Peers on loopback: a mail server and a web server that do what a test tells them."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from alley.egress.transport import Rule

ANYWHERE = Rule(resolve=lambda host, port: ["127.0.0.1"], allowed=lambda _: True, ports=None)


@dataclass
class Posted:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers 204, or what `answer` writes; `posted` has all that came."""

    url: str = ""
    posted: list[Posted] = field(default_factory=list)
    answer: Callable[[BaseHTTPRequestHandler], None] | None = None


@contextmanager
def receiver() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.posted.append(Posted(self.path, headers, body))
            if told.answer is not None:
                told.answer(self)
                return
            self.send_response(204)
            self.end_headers()

        def log_message(self, *parts: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *parts: object) -> None:
            """Whoever spoke was killed."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Mailbox:
    """`hang_up`: take the message, then close before saying so; `refuse`: no such person."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    hang_up: int = 0
    refuse: bool = False


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 loopback")
            while line := self.rfile.readline():
                word = line.strip().upper()
                if word.startswith(b"QUIT"):
                    self.say("221 bye")
                    return
                if word.startswith(b"RCPT") and box.refuse:
                    self.say("550 5.1.1 nobody of that name")
                elif word == b"DATA":
                    self.say("354 go on")
                    if (whole := self.message()) is None:
                        return
                    box.mails.append(whole)
                    if box.hang_up:
                        box.hang_up -= 1
                        return
                    self.say("250 taken")
                else:
                    self.say("250 fine")

        def message(self) -> EmailMessage | None:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                if not line:
                    return None  # whoever spoke was killed amid the message
                lines.append(line[1:] if line.startswith(b"..") else line)
            found = message_from_bytes(b"".join(lines), policy=policy.default)
            assert isinstance(found, EmailMessage)
            return found

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, *parts: object) -> None:
            """Whoever spoke was killed."""

    server = Server(("127.0.0.1", 0), Handler)
    box.port = int(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()

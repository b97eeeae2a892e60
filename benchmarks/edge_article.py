"""An article with 200 comments, for anonymous readers: from the edge, from a bare server with the
same bytes, and through Django with the cache off."""

import http.client
import multiprocessing
import time
from pathlib import Path
from typing import Any

import uvicorn

from benchmarks.figures import Figure, alone
from benchmarks.served import requests_a_second, scaled_site
from tests.served import Site, free_port

BROWSER = "Accept-Encoding: gzip, deflate, br, zstd"


def article_with_comments(site: Site) -> str:
    """The path of the most discussed article."""
    script = (
        "from alley.discussion.models import Thread; from alley import subjects\n"
        "thread = Thread.objects.filter(kind='article').order_by('-comment_count').first()\n"
        "print(thread.comment_count, subjects.find('article', thread.key).url)"
    )
    count, path = site.python(script).split()[-2:]
    assert int(count) >= 200, count
    return path


def fetch(site: Site, path: str, encoding: str) -> tuple[list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    answer = connection.getresponse()
    return answer.getheaders(), answer.read()


def bare(port: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """The ceiling: the same server, the same bytes, nothing else."""
    start = {"type": "http.response.start", "status": 200, "headers": headers}
    whole = {"type": "http.response.body", "body": body}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(start)
        await send(whole)

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", lifespan="off",
                access_log=False, http="httptools", ws="none")  # fmt: skip


def ceiling(body: bytes, given: list[tuple[str, str]]) -> float:
    port = free_port()
    headers = [(k.encode(), v.encode()) for k, v in given if k.lower() not in {"date", "server"}]
    process = multiprocessing.Process(target=bare, args=(port, body, headers), daemon=True)
    process.start()
    try:
        for _ in range(200):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
                break
            except OSError:
                time.sleep(0.05)
        return requests_a_second(f"http://127.0.0.1:{port}/", headers=(BROWSER,))
    finally:
        process.terminate()
        process.join()


def measure() -> list[Figure]:
    with scaled_site(articles=20, comments=4000) as site:
        path = article_with_comments(site)
        headers, pressed = fetch(site, path, "br")
        _, plain = fetch(site, path, "identity")
        edge = requests_a_second(site.url + path, headers=(BROWSER,))
        # A session cookie that means nothing: Django looks it up and renders anew
        django = requests_a_second(
            site.url + path, headers=(BROWSER, "Cookie: alley_session=nobody")
        )
    top = ceiling(pressed, headers)
    return [
        Figure("article page, 200 comments: edge", edge, "requests/s"),
        Figure("the same bytes from a bare server", top, "requests/s"),
        Figure("edge against bare server", edge / top, "ratio", "≥ 0.6"),
        Figure("through Django, cache off", django, "requests/s"),
        Figure("page, brotli", len(pressed) / 1024, "KB"),
        Figure("page, identity", len(plain) / 1024, "KB"),
    ]


if __name__ == "__main__":
    alone(Path(__file__).stem, measure)

"""Whatever the demo's pages link to on this site is there."""

import re
from collections import deque
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from alley.accounts.models import Reader
from alley.site.demo_command import demo

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
LEFT = ("/static/", "/media/", "/desk/", "/accounts/", "/api/v1/docs", "/dev/")
MOST = 400  # pages looked at; the demo has fewer kinds of page than that


@pytest.fixture
def demo_client(db: None) -> Client:
    with override_settings(DEMO=True):
        demo.main([], standalone_mode=False)
    return Client()


def links(page: str) -> Iterator[str]:
    for found in LINK.findall(page):
        path = found.replace("&amp;", "&")
        if not path.startswith(LEFT):
            yield path


@pytest.mark.parametrize("who", ["", "ada", "mo"])
def test_every_link_of_the_demo_leads_somewhere(demo_client: Client, who: str) -> None:
    if who:
        demo_client.force_login(Reader.objects.get(username=who))
    waiting, seen, dead = deque(["/"]), {"/"}, []
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        answer = demo_client.get(path)
        if answer.status_code not in {200, 301, 302, 405, 410}:
            dead.append((path, answer.status_code))
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            fresh = [link for link in links(answer.content.decode()) if link not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
    assert dead == []
    assert len(seen) > 50, "the demo has more pages than that: the walk ended early"

"""No price without whose it is, of what kind and from when: on every page that answers, in feeds,
files and the API, in mails and notices, in what open pages hear. Asked of the whole demo."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner
from django.core import mail
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from lxml import html
from pytest_django import DjangoDbBlocker

from alley.accounts.models import Reader
from alley.alerts.deliveries import letters
from alley.alerts.models import Firing
from alley.live.models import Event
from alley.live.renewals import RENEWED, opened
from alley.markets.models import Bar, Quarantined, Quote
from alley.moderation.models import Statement
from alley.moderation.tasks import key_of, mail_statement
from alley.portfolios.models import Portfolio, Watchlist
from alley.site.demo_command import demo
from tests.house import routes
from tests.house.matrix import MATRIX, SAMPLES, Row
from tests.site import labels

PEOPLE = ("", "ada", "mo", "ed", "root")  # nobody, a reader, and those who work here
START = ("/", "/markets/", "/portfolios/", "/watchlists/", "/alerts/", "/notifications/",
    "/saved/", "/desk/moderation/", "/desk/moderation/bulk/", "/desk/newsroom/updates/",
    "/search/?q=brent", "/markets/?map=move", "/api/v1/quotes?symbols=COMDTY:BRENT,XNYS:CVX",
    "/api/v1/instruments/COMDTY:BRENT/bars?points=5", "/api/v1/instruments?q=brent")  # fmt: skip
SAME = 2  # pages of one shape that are read: what is wrong with one is wrong with all
NOT_FOLLOWED = ("/accounts/", "/static/", "/media/", "/desk/logout")
# What is no market's price, though a number with two places
OTHER_NUMBERS = {
    "PAGE /transparency/": "shares of decisions",
    "PAGE /desk/moderation/": "scores of signals",
    "PAGE /desk/moderation/mine/": "shares of decisions",
    "PAGE /desk/moderation/models/": "scores of models",
    "PAGE /desk/newsroom/articles/<pk>/instruments/": "how sure a link is, in the story's words",
    "PAGE /portfolios/<pk>/export/<format>/": "what a reader wrote down, with their own dates",
    "GET /api/v1/portfolios/{pk}/transactions": "the same",
    "GET /api/v1/portfolios/{pk}/transactions/{number}": "the same",
    "GET /api/v1/portfolios/{pk}/export": "the same",
}
NOTHING_THERE = {
    "PAGE /dev/mail/<name>/": "mails are told apart below",
    "PAGE /api/v1/": "no page of its own",
    "PAGE /api/v1/stream/grant": "for the edge alone",
    "PAGE /embed.js": "a built file",
}
# A database has to be made; and rows are asked for as number 1, which PostgreSQL gives out but once
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
OURS = Path(__file__).parents[2] / "alley"


@dataclass(frozen=True)
class Answer:
    row: str
    address: str
    form: str
    content: bytes


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[set[str]]:
    """The demo, for all tests of this module; whose prices there are in it."""
    shown = override_settings(DEMO=True, EMBED_SITES=["https://blog.test"])
    with shown, django_db_blocker.unblock(), transaction.atomic():
        made = CliRunner().invoke(demo, catch_exceptions=False)
        assert made.exit_code == 0, made.output
        ada = Reader.objects.get(username="ada")
        for model in (Watchlist, Portfolio):
            first = model.objects.filter(reader=ada).earliest("pk")
            model.objects.filter(pk=first.pk).update(share="shared")
        kinds = (Bar, Quote, Quarantined)
        yield {source for kind in kinds for source in kind.objects.values_list("source", flat=True)}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(site: set[str]) -> list[Answer]:
    """By links as everybody in turn, then by the matrix what no link led to."""
    found: dict[str, Answer] = {}
    for name in PEOPLE:
        found |= _linked(_client(name), set(found))
    for row in sorted({row for row in MATRIX if row.startswith(("PAGE ", "GET "))} - _rows(found)):
        found |= _by_row(row)
    return list(found.values())


def test_every_address_is_walked(answers: list[Answer]) -> None:
    asked = {row for row in MATRIX if row.startswith(("PAGE ", "GET "))}
    missed = asked - {answer.row for answer in answers}

    assert missed == set(NOTHING_THERE)


def test_no_answer_shows_a_bare_price(answers: list[Answer], site: set[str]) -> None:
    bare = {
        answer.address: found[:5]
        for answer in answers
        if answer.row not in OTHER_NUMBERS
        and (found := labels.bare(answer.content, answer.form, site))
    }
    priced = [answer for answer in answers if labels.NUMBER.search(answer.content.decode("latin1"))]

    assert len(priced) > 60
    assert bare == {}


def test_open_pages_hear_no_bare_price(site: set[str]) -> None:
    rows = list(Event.objects.order_by("id"))
    renewed = [topic for row in rows if row.topic == RENEWED for topic in row.payload["topics"]]
    told = [(event.topic, event.payload) for event in opened(rows, renewed)]
    bare = [(topic, x) for topic, payload in told for x in labels.in_values(payload, {})]

    assert any(topic.startswith("quotes:") for topic, _ in told)
    assert any(payload.get("type") == "notification" for _, payload in told)
    assert bare == []


def test_mails_and_notices_carry_no_bare_price(site: set[str]) -> None:
    """Every firing by mail, as push and as webhook, whatever its alert was for."""
    mail.outbox.clear()
    firings = Firing.objects.select_related("alert__instrument", "alert__owner")
    for firing in firings:
        letter = letters.mail.Letter(1, "Ada", "ada@example.org", "x", (letters.line(firing),))
        letters.mail.message(letter).send()
    for statement in Statement.objects.all():
        mail_statement.call(statement_id=statement.pk)
    told = [str(words) for sent in mail.outbox for words in _texts(sent)]
    notices = ["\n".join(map(str, letters.notice(one).values())) for one in firings]

    assert sum(bool(labels.NUMBER.search(text)) for text in told) > 4
    assert [text for text in [*told, *notices] if labels.in_words(text, site)] == []
    assert [x for one in firings for x in labels.in_values(letters.payload(one), {})] == []


def test_templates_that_print_a_price_print_its_label() -> None:
    """Those that no page of the demo shows, too."""
    price = re.compile(r"\{\{[^}]*\|\s*(?:shown|signed)\b[^}]*\}\}")
    label = re.compile(r"label|source|badge|own-entries", re.IGNORECASE)
    files = [path for ending in ("html", "txt") for path in OURS.glob(f"*/templates/**/*.{ending}")]
    bare = [
        str(path.relative_to(OURS))
        for path in files
        if price.search(path.read_text()) and not label.search(path.read_text())
    ]

    assert len(files) > 30
    assert bare == [], bare[:12]


def _texts(sent: mail.EmailMessage) -> list[str]:
    forms = getattr(sent, "alternatives", [])
    return [f"{sent.subject}\n{sent.body}", *(form[0] for form in forms)]


def _linked(client: Client, seen: set[str]) -> dict[str, Answer]:
    waiting, shapes, found = list(START), Counter[str](), {}
    while waiting:
        address = waiting.pop(0)
        shape = re.sub(r"\d+|[A-Z]{2,}:[A-Z0-9.-]+", "_", address.partition("?")[0])
        if address in seen or address in found or shapes[shape] >= SAME:
            continue
        shapes[shape] += 1
        answer = _asked(client, address)
        if answer is not None:
            found[answer.address] = answer
            waiting += _links(answer) if "html" in answer.form else []
    return found


def _links(answer: Answer) -> list[str]:
    page = html.fromstring(answer.content.decode())
    links = page.xpath("//a/@href | //img/@src | //link[@rel='alternate']/@href")
    inside = (urljoin(answer.address, str(link)).partition("#")[0] for link in links)
    return [link for link in inside if link.startswith("/") and not link.startswith(NOT_FOLLOWED)]


def _asked(client: Client, address: str) -> Answer | None:
    for _ in range(3):  # a redirect or two
        address = address.partition("#")[0]
        answer = client.get(address)
        if answer.status_code not in {301, 302}:
            break
        address = urljoin(address, answer.headers["Location"])
    if answer.status_code == 405:  # takes a POST alone
        return Answer(routes.row_of(address), address, "", b"")
    if answer.status_code != 200 or not address.startswith("/"):
        return None
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Answer(routes.row_of(address), address, answer.headers["Content-Type"], content)


def _client(name: str) -> Client:
    client = Client(raise_request_exception=False)
    if name:
        reader = Reader.objects.get(username=name)
        client.force_login(reader, "django.contrib.auth.backends.ModelBackend")
    return client


def _rows(found: dict[str, Answer]) -> set[str]:
    return {answer.row for answer in found.values()}


def _by_row(row: str) -> dict[str, Answer]:
    """With the first of what there is."""
    rule = MATRIX[row]
    query = rule.query if isinstance(rule, Row) else ""
    path = re.sub(r"[<{](\w+)[>}]", lambda x: str(_sample(x[1], row)), row.partition(" ")[2])
    for name in PEOPLE:
        if answer := _asked(_client(name), path + query):
            return {answer.address: Answer(row, answer.address, answer.form, answer.content)}
    return {}


def _sample(name: str, row: str) -> object:
    own = {"symbol": "COMDTY:BRENT", "username": "ada", "token": "shared"}
    if "unsubscribe" in row:
        own["token"] = letters.mail.token(1)
    if "holdings" in row:
        own["symbol"] = "XNYS:CVX"
    if "by-key" in row:
        own["key"] = key_of(Statement.objects.earliest("pk"))
    return own.get(name) or SAMPLES.get(name, 1)

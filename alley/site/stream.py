"""Which live topics somebody may hear: the edge asks here once for each open page."""

import re
import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse

from alley.accounts.http import reader_of
from alley.accounts.models import Reader
from alley.accounts.queries import unmet_by
from alley.edge.streams import HUB_KEY
from alley.live import tail
from alley.refusals import Refusal, Refused

MOST = 320  # topics a page may listen to: a page of prices shows 300
POLLING = 10  # seconds between two looks of a page without a stream
PUBLIC = re.compile(r"breaking|thread:[a-z]{1,20}:[\w:.\-]{1,100}|quotes:[\w:.\-^=]{1,60}")
UNKNOWN = Refusal("unknown_topic", "There is no such topic, or it is not for you.", status=403)


def granted(topics: list[str], reader: Reader | None) -> dict[str, str] | None:
    """Inner topic -> the name asked for; None where one of them is not for this reader."""
    inner = {}
    for topic in topics:
        if PUBLIC.fullmatch(topic):
            inner[topic] = topic
        elif topic == "me" and reader is not None:
            inner[f"me:{reader.pk}"] = topic
        elif topic == "desk" and reader is not None and reader.is_moderator:
            inner[topic] = topic
        else:
            return None
    return inner


def asked(request: HttpRequest) -> tuple[Reader | None, dict[str, str]]:
    """Whoever asks, by session or by token, and the topics granted. Raises Refused
    `unknown_topic`, `bad_token`."""
    reader = reader_of(request)
    topics = [topic for topic in request.GET.get("topics", "").split(",") if topic]
    inner = granted(topics, reader) if 0 < len(topics) <= MOST else None
    if inner is None:
        raise Refused(UNKNOWN)
    return reader, inner


def events(request: HttpRequest) -> HttpResponse:
    """What happened since an event, for pages whose stream does not come through."""
    try:
        reader, topics = asked(request)
    except Refused as refused:
        return refused.refusal.as_problem()
    last, newest = request.GET.get("last_event_id", ""), tail.newest_id()
    known = last.isdecimal() and len(last) < 19
    missed = tail.since(int(last), list(topics)) if known else tail.Missed([])
    hidden = unmet_by(reader)
    return JsonResponse(
        {
            "events": [
                {"id": event.pk, "topic": topics[event.topic], "event": event.payload}
                for event in missed.events
                if event.payload.get("author") not in hidden
            ],
            "last": newest,
            "reset": not missed.whole,
            "retry": POLLING,
        }
    )


def grant(request: HttpRequest) -> HttpResponse:
    """For the edge alone, which shows its key: the answer names whom the reader does not meet."""
    if not secrets.compare_digest(request.headers.get("X-Alley-Hub", ""), HUB_KEY):
        return UNKNOWN.as_problem()
    try:
        reader, topics = asked(request)
    except Refused as refused:
        return refused.refusal.as_problem()
    return JsonResponse(
        {
            "topics": topics,
            "reader": reader and reader.pk,
            "hidden_authors": sorted(unmet_by(reader)),
            "place": tail.newest_id(),
        }
    )

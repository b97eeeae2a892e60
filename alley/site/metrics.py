"""/metrics for Prometheus, to whoever is on this machine (or on the list)."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import REGISTRY, CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from alley.edge.app import Edge
from alley.edge.hub import Hub
from alley.edge.wsgi import Application
from alley.refusals import Refusal

NOT_HERE = Refusal("not_found", "There is no such page.", status=404)


class EdgeMetrics(Collector):
    """What the edge counts anyway, read when somebody asks."""

    def __init__(self, edge: Edge, hub: Hub, django: Application) -> None:
        self.edge, self.hub, self.django = edge, hub, django

    def collect(self) -> Iterable[Metric]:
        answers = CounterMetricFamily("alley_edge_answers", "Answers by source.", labels=["source"])
        counts = self.edge.counts
        for source in ("hits", "stale", "misses", "passed"):
            answers.add_metric([source], getattr(counts, source))
        yield answers
        yield GaugeMetricFamily("alley_edge_pages", "Pages kept.", len(self.edge.cache))
        yield GaugeMetricFamily("alley_edge_bytes", "Bytes kept, about.", self.edge.cache.used)
        yield GaugeMetricFamily("alley_live_clients", "Open streams.", len(self.hub.clients))
        yield GaugeMetricFamily("alley_django_inside", "Requests in Django.", self.django.inside)


def watch(edge: Edge, hub: Hub, django: Application) -> None:
    REGISTRY.register(EdgeMetrics(edge, hub, django))


def metrics(request: HttpRequest) -> HttpResponse:
    if request.META["REMOTE_ADDR"] not in settings.METRICS_FOR:
        return NOT_HERE.as_problem()
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)

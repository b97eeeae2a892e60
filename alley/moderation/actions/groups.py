"""A case joins those whose texts are nearly the same but of other accounts."""

from datetime import datetime, timedelta

from alley.moderation.campaigns import ALIKE, bands_of, likeness
from alley.moderation.models import Case, Sketch

WITHIN = timedelta(days=7)
COMPARED = 20  # candidates; more of them add nothing


def join_campaign(case: Case, now: datetime) -> None:
    """The group is named after its first case; a text that was edited is sketched anew."""
    case.sketches.all().delete()
    bands = bands_of(case.text)
    if not bands:
        return
    near = Sketch.objects.filter(band__in=bands, opened__gt=now - WITHIN)
    others = near.exclude(case__author=case.author_id).order_by("-opened").values("case")
    candidates = Case.objects.filter(pk__in=list(others[:COMPARED].values_list("case", flat=True)))
    alike = [each for each in candidates if likeness(case.text, each.text) >= ALIKE]
    Sketch.objects.bulk_create(Sketch(case=case, band=band, opened=now) for band in bands)
    if not alike:
        return
    first = min(each.campaign or each.pk for each in alike)
    Case.objects.filter(pk__in=[case.pk, *(each.pk for each in alike)]).update(campaign=first)
    case.campaign = first

"""A case joins those whose texts are nearly the same but of other accounts."""

from datetime import datetime

from django.db.models import Q

from alley import bulk
from alley.moderation import queries
from alley.moderation.campaigns import are_alike, bands_of, print_of
from alley.moderation.models import Case, Sketch


def join_campaign(case: Case, now: datetime) -> None:
    """The group is named after its first case. The case has no sketches yet."""
    bands = bands_of(case.text)
    if not bands:
        return
    mine = print_of(case.text)
    candidates = queries.cases_alike(bands, case.author_id, now)
    alike = [each for each in candidates if are_alike(mine, print_of(each.text))]
    bulk.insert(Sketch, ("case", "band", "opened"), [(case.pk, band, now) for band in bands])
    if not alike:
        return
    first = min(each.campaign or each.pk for each in alike)
    met = Q(pk__in=[case.pk, *(each.pk for each in alike)])
    met |= Q(campaign__in={each.campaign for each in alike if each.campaign})
    Case.objects.filter(met).update(campaign=first)  # two groups that meet become one
    case.campaign = first

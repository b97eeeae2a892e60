"""The transparency report in the order of the Commission's templates: Annex I of Implementing
Regulation (EU) 2024/2835, one table a section. docs/operator/transparency.md says how close it is.
"""

from datetime import datetime
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q

from alley.accounts.models import Reader, Role
from alley.moderation.models import Appeal, Decision, Report, Sanction, Statement

Table = list[list[Any]]
NOT_KEPT = "not kept by this software"
ALL, HOSTING, PLATFORM = "all", "hosting", "platform"


def report(since: datetime, until: datetime) -> dict[str, Table]:
    """Section name to rows, the first of them the head. `hosting-only` leaves out what binds
    online platforms alone."""
    platform = settings.DSA_ROLE == "platform"
    tables = {
        "1-1-identification": _identification(since, until),
        "1-2-orders": [["applies to", "indicator", "value"], [ALL, "orders", NOT_KEPT]],
        "1-3-notices": _notices(since, until),
        "1-4-own-initiative": _own_initiative(since, until),
        "1-6-automated-means": _automated(since, until),
    }
    if platform:
        tables["1-5-complaints"] = _complaints(since, until)
        tables["1-7-human-resources"] = _people()
    return dict(sorted(tables.items()))


def statements_export(since: datetime, until: datetime) -> Table:
    """Each statement of reasons in the words of the DSA Transparency Database; no text of
    anybody and no name is in it."""
    head = [
        "puid", "decision_visibility", "decision_account", "decision_ground",
        "incompatible_content_ground", "content_type", "source_type", "automated_detection",
        "automated_decision", "application_date", "end_date", "withdrawn",
    ]  # fmt: skip
    found = Statement.objects.filter(issued__gte=since, issued__lt=until).order_by("pk")
    return [head, *(_exported(each) for each in found.iterator())]


VISIBILITY = {
    "removed": "DECISION_VISIBILITY_CONTENT_REMOVED",
    "hidden": "DECISION_VISIBILITY_CONTENT_DISABLED",
    "held": "DECISION_VISIBILITY_CONTENT_DISABLED",
}
ACCOUNT = {
    "suspended": "DECISION_ACCOUNT_SUSPENDED",
    "banned": "DECISION_ACCOUNT_TERMINATED",
}


def _exported(statement: Statement) -> list[Any]:
    own = statement.automated_detection or statement.sanction_id is not None
    ends = statement.until.date().isoformat() if statement.until else ""
    return [
        f"alley-{statement.pk}",
        VISIBILITY.get(statement.restriction, ""),
        ACCOUNT.get(statement.restriction, ""),
        "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        statement.guideline,
        "CONTENT_TYPE_TEXT",
        "SOURCE_VOLUNTARY" if own else "SOURCE_TYPE_OTHER_NOTIFICATION",
        "Yes" if statement.automated_detection else "No",
        f"AUTOMATED_DECISION_{'FULLY' if statement.automated_decision else 'NOT_AUTOMATED'}",
        statement.issued.date().isoformat(),
        ends,
        "Yes" if statement.withdrawn else "No",
    ]  # fmt: skip


def _identification(since: datetime, until: datetime) -> Table:
    return [
        ["applies to", "indicator", "value"],
        [ALL, "name of the service", settings.SITE_NAME],
        [ALL, "address of the service", settings.SITE_URL],
        [ALL, "role", settings.DSA_ROLE],
        [ALL, "start of the reporting period", since.date().isoformat()],
        [ALL, "end of the reporting period", until.date().isoformat()],
    ]


def _notices(since: datetime, until: datetime) -> Table:
    head = ["applies to", "category", "notices", "by trusted flaggers", "acted on",
            "not acted on", "open or moot", "median hours to a decision"]  # fmt: skip
    made = Report.objects.filter(created__gte=since, created__lt=until)
    rows = made.values("reason").annotate(
        n=Count("pk"),
        trusted=Count("pk", filter=Q(reporter__role=Role.TRUSTED)),
        upheld=Count("pk", filter=Q(outcome=Report.Outcome.UPHELD)),
        dismissed=Count("pk", filter=Q(outcome=Report.Outcome.DISMISSED)),
    )
    table: Table = [head]
    for row in rows.order_by("reason"):
        decided = made.filter(reason=row["reason"], case__decisions__by__isnull=False)
        waits = decided.annotate(wait=F("case__decisions__decided") - F("created"))
        left = row["n"] - row["upheld"] - row["dismissed"]
        table.append([
            HOSTING, row["reason"], row["n"], row["trusted"], row["upheld"], row["dismissed"],
            left, _hours(waits.values_list("wait", flat=True)),
        ])  # fmt: skip
    return table


def _own_initiative(since: datetime, until: datetime) -> Table:
    head = ["applies to", "ground", "restriction", "measures", "found by automated means",
            "decided by automated means alone", "taken back since"]  # fmt: skip
    made = Statement.objects.filter(issued__gte=since, issued__lt=until)
    own = made.filter(Q(automated_detection=True) | Q(decision__case__reports=None))
    rows = own.values("guideline", "restriction").annotate(
        n=Count("pk", distinct=True),
        found=Count("pk", filter=Q(automated_detection=True), distinct=True),
        alone=Count("pk", filter=Q(automated_decision=True), distinct=True),
        back=Count("pk", filter=Q(withdrawn__isnull=False), distinct=True),
    )
    return [
        head,
        *(
            [ALL, row["guideline"], row["restriction"], row["n"], row["found"], row["alone"],
             row["back"]]
            for row in rows.order_by("guideline", "restriction")
        ),
    ]  # fmt: skip


def _complaints(since: datetime, until: datetime) -> Table:
    head = ["applies to", "about", "complaints", "decision upheld", "decision reversed",
            "open or moot", "median hours to a decision"]  # fmt: skip
    made = Appeal.objects.filter(created__gte=since, created__lt=until)
    kinds = [("no action on a notice", made.exclude(report=None))]
    kinds += [
        (name, made.filter(statement__restriction=name)) for name in Statement.Restriction.values
    ]
    table: Table = [head]
    for name, those in kinds:
        counted = those.aggregate(
            n=Count("pk"),
            denied=Count("pk", filter=Q(outcome="denied")),
            upheld=Count("pk", filter=Q(outcome="upheld")),
        )
        waits = those.filter(heard__isnull=False).annotate(wait=F("heard") - F("created"))
        left = counted["n"] - counted["denied"] - counted["upheld"]
        table.append([
            PLATFORM, name, counted["n"], counted["denied"], counted["upheld"], left,
            _hours(waits.values_list("wait", flat=True)),
        ])  # fmt: skip
    sanctions = Sanction.objects.filter(starts__gte=since, starts__lt=until)
    table.append([PLATFORM, "out-of-court disputes", NOT_KEPT, "", "", "", ""])
    for kind in Sanction.Kind.values:
        many = sanctions.filter(kind=kind).count()
        table.append([PLATFORM, f"repeated misuse: {kind}", many, "", "", "", ""])
    return table


def _automated(since: datetime, until: datetime) -> Table:
    """Accuracy is the share of automatic measures that no person has reversed."""
    made = Decision.objects.filter(
        by=None, decided__gte=since, decided__lt=until, action=Decision.Action.HIDE
    )
    many = made.count()
    reversed_ = made.filter(case__decisions__action="approve").distinct().count()
    accuracy = round(1 - reversed_ / many, 4) if many else ""
    return [
        ["applies to", "indicator", "value"],
        [ALL, "measures by automated means alone, until a person looks", many],
        [ALL, "of these reversed by a person", reversed_],
        [ALL, "accuracy", accuracy],
        [ALL, "error rate", round(reversed_ / many, 4) if many else ""],
    ]


def _people() -> Table:
    moderators = Reader.objects.filter(role__in=[Role.MODERATOR, Role.ADMIN], is_active=True)
    return [
        ["applies to", "indicator", "value"],
        [PLATFORM, "people who moderate", moderators.count()],
        [PLATFORM, "languages", settings.LANGUAGE_CODE],
    ]


def _hours(waits: Any) -> Any:
    hours = [wait.total_seconds() / 3600 for wait in waits[:10_000] if wait is not None]
    return round(median(hours), 2) if hours else ""

"""Each statement of reasons with the fields of the DSA Transparency Database; no text of anybody
and no name is in it."""

from datetime import datetime
from typing import Any

from django.conf import settings

from alley.moderation import policy as policies
from alley.moderation.models import Statement
from alley.moderation.policy import Policy
from alley.moderation.queries.dsa.table import Table

Restriction = Statement.Restriction
FIELDS = (
    "puid", "decision_visibility", "decision_visibility_other", "end_date_visibility_restriction",
    "decision_monetary", "decision_monetary_other", "end_date_monetary_restriction",
    "decision_provision", "end_date_service_restriction", "decision_account",
    "end_date_account_restriction", "account_type", "decision_ground",
    "decision_ground_reference_url", "illegal_content_legal_ground", "illegal_content_explanation",
    "incompatible_content_ground", "incompatible_content_explanation",
    "incompatible_content_illegal", "category", "category_addition", "category_specification",
    "category_specification_other", "content_type", "content_type_other", "content_language",
    "content_date", "territorial_scope", "application_date", "decision_facts", "source_type",
    "source_identity", "automated_detection", "automated_decision",
)  # fmt: skip
VISIBILITY = {
    Restriction.REMOVED: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Restriction.HIDDEN: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Restriction.HELD: "DECISION_VISIBILITY_CONTENT_DISABLED",
}
ENDS = {
    Restriction.HIDDEN: "end_date_visibility_restriction",
    Restriction.SUSPENDED: "end_date_service_restriction",
}


def statements_export(since: datetime, until: datetime) -> Table:
    """`withdrawn` is ours: the database has no word for what was taken back."""
    found = Statement.objects.filter(issued__gte=since, issued__lt=until).order_by("pk")
    policy = policies.current()
    rows = (_row(each, policy) for each in found.iterator())
    return [
        [*FIELDS, "withdrawn"],
        *([row.get(name, "") for name in (*FIELDS, "withdrawn")] for row in rows),
    ]


def _row(one: Statement, policy: Policy) -> dict[str, Any]:
    restriction = Restriction(one.restriction)
    own = one.automated_detection or one.sanction_id is not None
    row = {
        "puid": f"alley-{one.pk}",
        "decision_visibility": VISIBILITY.get(restriction, ""),
        "account_type": "ACCOUNT_TYPE_PRIVATE",
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "decision_ground_reference_url": f"{settings.SITE_URL}/guidelines/",
        "incompatible_content_ground": one.guideline_title,
        "incompatible_content_explanation": one.guideline_text,
        "incompatible_content_illegal": "No",
        "content_type": "CONTENT_TYPE_TEXT",
        "content_language": policy.language.upper(),
        "application_date": one.issued.date().isoformat(),
        "decision_facts": "Found by the site itself." if own else "Readers reported it.",
        "source_type": "SOURCE_VOLUNTARY" if own else "SOURCE_TYPE_OTHER_NOTIFICATION",
        "automated_detection": "Yes" if one.automated_detection else "No",
        "automated_decision": "AUTOMATED_DECISION_FULLY"
        if one.automated_decision
        else "AUTOMATED_DECISION_NOT_AUTOMATED",
        "withdrawn": "Yes" if one.withdrawn else "No",
    }
    if restriction is Restriction.SUSPENDED:  # reading, saving and appealing go on
        row["decision_provision"] = "DECISION_PROVISION_PARTIAL_SUSPENSION"
    if restriction is Restriction.BANNED:
        row["decision_account"] = "DECISION_ACCOUNT_TERMINATED"
    if one.until and restriction in ENDS:
        row[ENDS[restriction]] = one.until.date().isoformat()
    return row | _category(one, policy)


def _category(one: Statement, policy: Policy) -> dict[str, str]:
    guideline = policy.guideline(one.guideline)
    place = guideline.dsa if guideline and guideline.dsa else "OTHER_VIOLATION_TC.OTHER"
    category, _, keyword = place.partition(".")
    row = {
        "category": f"STATEMENT_CATEGORY_{category}",
        "category_specification": f"KEYWORD_{keyword}",
    }
    if keyword == "OTHER":
        row["category_specification_other"] = one.guideline_title
    return row

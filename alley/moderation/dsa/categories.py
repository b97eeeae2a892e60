"""The Commission's categories with their keywords, in its order; and where ours belong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

OTHER = "OTHER"
CATEGORIES: dict[str, tuple[str, ...]] = {
    "ANIMAL_WELFARE": ("ANIMAL_HARM", "UNLAWFUL_SALE_ANIMALS"),
    "CONSUMER_INFORMATION": (
        "HIDDEN_ADVERTISEMENT",
        "INSUFFICIENT_INFORMATION_ON_TRADERS",
        "MISLEADING_INFO_GOODS_SERVICES",
        "MISLEADING_INFO_CONSUMER_RIGHTS",
        "NONCOMPLIANCE_PRICING",
    ),
    "CYBER_VIOLENCE": (
        "CYBER_BULLYING_INTIMIDATION",
        "CYBER_HARASSMENT",
        "CYBER_INCITEMENT",
        "CYBER_STALKING",
        "NON_CONSENSUAL_IMAGE_SHARING",
        "NON_CONSENSUAL_MATERIAL_DEEPFAKE",
    ),
    "CYBER_VIOLENCE_AGAINST_WOMEN": (
        "BULLYING_AGAINST_GIRLS",
        "CYBER_HARASSMENT_AGAINST_WOMEN",
        "CYBER_STALKING_AGAINST_WOMEN",
        "FEMALE_GENDERED_DISINFORMATION",
        "INCITEMENT_AGAINST_WOMEN",
        "NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN",
        "NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN",
    ),
    "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS": (
        "BIOMETRIC_DATA_BREACH",
        "DATA_FALSIFICATION",
        "MISSING_PROCESSING_GROUND",
        "RIGHT_TO_BE_FORGOTTEN",
    ),
    "ILLEGAL_OR_HARMFUL_SPEECH": ("DEFAMATION", "DISCRIMINATION", "HATE_SPEECH"),
    "INTELLECTUAL_PROPERTY_INFRINGEMENTS": (
        "COPYRIGHT_INFRINGEMENT",
        "DESIGN_INFRINGEMENT",
        "GEOGRAPHIC_INDICATIONS_INFRINGEMENT",
        "PATENT_INFRINGEMENT",
        "TRADE_SECRET_INFRINGEMENT",
        "TRADEMARK_INFRINGEMENT",
    ),
    "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS": (
        "MISINFORMATION_DISINFORMATION",
        "VIOLATION_EU_LAW",
        "VIOLATION_NATIONAL_LAW",
    ),
    "PROTECTION_OF_MINORS": (
        "AGE_SPECIFIC_RESTRICTIONS_MINORS",
        "CHILD_SEXUAL_ABUSE_MATERIAL",
        "CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE",
        "GROOMING_SEXUAL_ENTICEMENT_MINORS",
        "UNSAFE_CHALLENGES",
    ),
    "RISK_FOR_PUBLIC_SECURITY": (
        "ILLEGAL_ORGANIZATIONS",
        "RISK_ENVIRONMENTAL_DAMAGE",
        "RISK_PUBLIC_HEALTH",
        "TERRORIST_CONTENT",
    ),
    "SCAMS_AND_FRAUD": (
        "IMPERSONATION_ACCOUNT_HIJACKING",
        "INAUTHENTIC_ACCOUNTS",
        "INAUTHENTIC_LISTINGS",
        "INAUTHENTIC_USER_REVIEWS",
        "PHISHING",
        "PYRAMID_SCHEMES",
    ),
    "SELF_HARM": ("CONTENT_PROMOTING_EATING_DISORDERS", "SELF_MUTILATION", "SUICIDE"),
    "UNSAFE_AND_PROHIBITED_PRODUCTS": ("PROHIBITED_PRODUCTS", "UNSAFE_PRODUCTS"),
    "VIOLENCE": (
        "COORDINATED_HARM",
        "INCITEMENT_VIOLENCE_HATRED",
        "HUMAN_EXPLOITATION",
        "HUMAN_TRAFFICKING",
        "TRAFFICKING_WOMEN_GIRLS",
    ),
}
AGAINST_TERMS: dict[str, tuple[str, ...]] = {
    "OTHER_VIOLATION_TC": (
        "ADULT_SEXUAL_MATERIAL",
        "AGE_SPECIFIC_RESTRICTIONS",
        "GEOGRAPHICAL_REQUIREMENTS",
        "GOODS_SERVICES_NOT_PERMITTED",
        "LANGUAGE_REQUIREMENTS",
        "NUDITY",
    )
}
NOTICE_UNSPECIFIED, ORDER_UNSPECIFIED = "NOT_SPECIFIED_NOTICE", "NOT_SPECIFIED_ORDER"
KNOWN = frozenset(
    f"{category}.{keyword}"
    for category, keywords in (CATEGORIES | AGAINST_TERMS).items()
    for keyword in (*keywords, OTHER)
)


class Ours(Protocol):
    """A guideline, or a reason of reports."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def dsa(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: which of our names are counted in it (None: all), whether names that
    nobody knows any more are too, and in words what stands under a keyword "Other"."""

    label: str
    names: frozenset[str] | None
    other: str = ""
    rest: bool = False

    @property
    def empty(self) -> bool:
        return self.names is not None and not self.names and not self.rest


def rows(ours: Iterable[Ours], kinds: dict[str, tuple[str, ...]], rest: str = "") -> Iterator[Row]:
    """TOTAL, then every category and keyword of `kinds`; what names none of them is under `rest`:
    a category that has no keywords, or CATEGORY.KEYWORD."""
    under: dict[str, dict[str, str]] = {}
    for each in ours:
        place = each.dsa if each.dsa.partition(".")[0] in kinds else rest
        under.setdefault(place, {})[each.id] = each.title
    yield Row("TOTAL", None)
    for category, keywords in kinds.items():
        shown = [f"{category}.{keyword}" for keyword in (*keywords, OTHER)]
        everything = frozenset(name for place in shown for name in under.get(place, ()))
        yield Row(f"STATEMENT_CATEGORY_{category}", everything, rest=rest in shown)
        for place in shown:
            here, keyword = under.get(place, {}), place.partition(".")[2]
            words = "; ".join(here.values()) if keyword == OTHER else ""
            yield Row(f"KEYWORD_{keyword}", frozenset(here), words, place == rest)
    if rest and "." not in rest:
        yield Row(f"STATEMENT_CATEGORY_{rest}", frozenset(under.get(rest, ())), rest=True)

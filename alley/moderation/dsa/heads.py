"""The heads of the tables, letter by letter, with the blanks that some of them end in."""

WHOSE = ("Applicability", "Service", "Reporting period")
OTHER_WORDS = 'Description of the sub-category "Other"'
ALL = "All"
HOSTING = "Only for providers of hosting services, including online platforms"
PLATFORMS = "Only for providers of online platforms"
VLOPS = "Only for VLOPs"

SUMMARY = ("Applicability", "Service", "Indicator", "Value")
CATEGORIES = (
    "Category label",
    "Category description",
    "Category of illegal content / incompatible with the terms and conditions",
    "Contextual information",
)
QUALITATIVE = (*WHOSE, "Indicator", "Value")
AMAR = (*WHOSE, "Section", "Indicator", "Scope", "Value")
INDICATORS = (*AMAR, "Contextual Information")
PEOPLE = (*AMAR, "Contextual information")

_RECEIPT = "Median time to inform the authority of the receipt of the order to"
_EFFECT = "Median time to give effect to the order to"
_ORDERS = (
    "Number of orders to act against illegal content received",
    "Number of specific items of information included in the total number of orders to act against"
    " illegal content",
    f"{_RECEIPT} act against illegal content",
    f"{_EFFECT} act against illegal content",
    "Number of orders to provide information",
    f"{_RECEIPT} provide information",
    f"{_EFFECT} provide information",
)
ORDERS = (
    *WHOSE,
    "Category of illegal content",
    OTHER_WORDS,
    "Scope",
    *_ORDERS,
    *(
        "Contextual information on " + (name[0].lower() + name[1:] if place < 2 else name)
        for place, name in enumerate(_ORDERS)
    ),
)

_FLAGGED = "(Trusted Flagger notices)"
_NOTICES = (
    "Number of notices received ",
    "Number of notices received from Trusted flaggers",
    "Number of specific items of information included in the total number of notices",
    "Number of specific items of information included in the total number of notices by Trusted"
    f" Flaggers {_FLAGGED}",
    "Median time to take action",
    f"Median time to take action {_FLAGGED}",
    "Number of actions taken on the basis of the law",
    f"Number of actions taken on the basis of the law {_FLAGGED}",
    "Number of actions taken on the basis of the terms and conditions of the service",
    f"Number of actions taken on the basis of the terms and conditions of the service {_FLAGGED}",
)
NOTICES = (
    *WHOSE,
    "Category of illegal content",
    OTHER_WORDS,
    *_NOTICES,
    *(f"Contextual information on {name}" for name in _NOTICES),
)

_MEASURES = (
    "Number of measures taken at the provider's own initiative ",
    "Number of measures taken after detection with solely automated means ",
    "Visibility restriction Removal",
    "Visibility restriction Disable",
    "Visibility restriction Demoted",
    "Visibility restriction Age restricted",
    "Visibility restriction Interaction restricted",
    "Visibility restriction Labelled ",
    "Visibility restriction Other",
    "Monetary restriction Suspension",
    "Monetary restriction Termination",
    "Monetary restriction Other",
    "Provision of the service Suspension",
    "Provision of the service Termination",
    "Account restriction Suspension",
    "Account restriction Termination",
)
_ON_MEASURES = tuple(f"Contextual Information on {name}" for name in _MEASURES)
ILLEGAL = (*WHOSE, "Category of illegal content", OTHER_WORDS, *_MEASURES, *_ON_MEASURES)
AGAINST_TERMS = (
    *WHOSE,
    "Category of incompatibility with the provider's terms and conditions",
    OTHER_WORDS,
    *_MEASURES,
    *_ON_MEASURES,
)

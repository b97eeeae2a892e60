"""What may stand in a policy file, part by part: the editor shows it beside the text."""

from dataclasses import dataclass

from alley.moderation.policy.reading import EXACT, MEASURED
from alley.moderation.verdicts import Does


@dataclass(frozen=True, slots=True)
class Help:
    part: str
    words: str
    values: tuple[str, ...] = ()


HELP = (
    Help(
        "guidelines",
        "Each has an id, a title, a text that readers see, and at least one rule. The guidelines"
        " page is made from it.",
    ),
    Help(
        "rules",
        "A signal, what it does, and from which score (above, 0 to 1). Each signal stands under"
        " one rule only.",
    ),
    Help(
        "does",
        "signal: moderators see it. hold: it waits for a moderator. mend: the author is asked to"
        " change the marked words. reject: it is refused.",
        tuple(each.name.lower() for each in Does),
    ),
    Help("exact signals", "These may do anything.", tuple(sorted(EXACT))),
    Help("measured signals", "A model or a share says so: hold at most.", tuple(sorted(MEASURED))),
    Help(
        "pre_moderation",
        "off: comments appear at once. new: a reader's first comments wait. all: every one waits.",
        ("off", "new", "all"),
    ),
    Help("allowed_domains", "Links to these are not held.", ("[sec.gov, eia.gov]",)),
    Help(
        "limits",
        "Durations are a number with s, min, h or d; the others whole numbers of 1 or more.",
        ("60s", "10min", "48h", "7d"),
    ),
    Help(
        "reports",
        "Reasons with id, title and the guideline they speak of; from how many unrelated readers"
        " and what weight a comment is hidden until a moderator has looked.",
    ),
    Help(
        "likes",
        "How many likes on one comment move it up, of one device, of one network, of new accounts"
        " within a time. What comes on top is counted and shown, and the desk says why it does not"
        " move the comment. May be left out.",
    ),
    Help(
        "sanctions",
        "ladder: how long a moderator's first, second and later suspensions last. upheld_reports"
        " within upheld_within suspend until a review.",
    ),
    Help(
        "dsa",
        "Of a guideline or a report reason: where the European Commission's transparency report"
        " counts it. May be left out.",
        ("OTHER_VIOLATION_TC.LANGUAGE_REQUIREMENTS",),
    ),
    Help("decisions", "How long a claim lasts, an undo is possible, an appeal may be made."),
    Help("retention", "How long texts of cases and the log are kept."),
)

"""The model card: data, date, licences, figures, limits, fairness; with a plot of both models."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from alley.moderation.learning import evaluation, fairness
from alley.moderation.learning.evaluation import Figures
from alley.moderation.learning.model import read
from alley.moderation.learning.report import Trained

TEMPLATE = Path(__file__).with_name("card.md")


def write(path: Path, trained: Sequence[Trained], beside: Iterable[tuple[str, str]] = ()) -> None:
    """`beside`: what else is measured, a title and a table each."""
    path.write_text(_page(path, trained, beside), encoding="utf-8")
    path.with_name(f"{path.stem}-figures.svg").write_text(_plot(trained), encoding="utf-8")


def _page(path: Path, trained: Sequence[Trained], beside: Iterable[tuple[str, str]]) -> str:
    parts: list[str] = []
    for each in trained:
        made = read(each.content).about.get("made", "")
        parts += [
            f"\n## `{each.kind}`",
            f"{each.examples:,} examples, {len(each.content):,} bytes, {made}.\n",
            "On the test part:\n",
            evaluation.table(each.held_out),
            "\nTrained without a set, tried on it:\n",
            evaluation.table(each.across),
        ]
        if each.kind == "attack":
            parts.append(_fairness(each))
    parts += [f"\n## {title}\n\n{rows}" for title, rows in beside]
    parts.append(f"\n![ROC-AUC on each set]({path.stem}-figures.svg)")
    return TEMPLATE.read_text("utf-8").replace("{figures}", "\n".join(parts))


def _fairness(trained: Trained) -> str:
    groups = fairness.by_group(read(trained.content))
    lines = [
        "\n### Whom a sentence speaks of",
        f"The same {len(fairness.HARMLESS)} harmless sentences and {len(fairness.HARMFUL)} attacks,"
        " with one group of people or another; none was trained on. A group's mean may stand at"
        f" most {fairness.BOUND} from the mean of all (a test holds it); it is"
        f" {fairness.gap(groups):.2f}.\n",
        "| group | harmless, mean | harmless, highest | attack, mean |",
        "|---|---|---|---|",
    ]
    for each in groups:
        lines.append(
            f"| {each.name} | {each.harmless:.2f} | {each.highest:.2f} | {each.harmful:.2f} |"
        )
    return "\n".join(lines)


def _plot(trained: Sequence[Trained]) -> str:
    """A bar a set: its ROC-AUC, from a half (chance) to one."""
    rows = [(each.kind, row) for each in trained for row in each.held_out + each.across]
    height = 26 * len(rows) + 30
    bars = "".join(_bar(kind, row, 26 * place + 10) for place, (kind, row) in enumerate(rows))
    goal = "".join(
        f'<text x="{430 + 540 * (mark - 0.5):.0f}" y="{height - 6}" text-anchor="middle">'
        f"{mark}</text>"
        for mark in (0.5, 0.7, 0.9, 1.0)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" role="img"'
        ' font-family="sans-serif" font-size="11" fill="#445">'
        f"<title>ROC-AUC of the learned models on each set</title>{bars}{goal}</svg>\n"
    )


def _bar(kind: str, row: Figures, top: int) -> str:
    width = 540 * max(0.0, row.auc - 0.5)
    colour = {"attack": "#b4472e", "spam": "#2e6fb4"}[kind]
    name = f"{kind}: {row.name}".replace("&", "&amp;")
    return (
        f'<text x="424" y="{top + 12}" text-anchor="end">{name}</text>'
        f'<rect x="430" y="{top}" width="{width:.1f}" height="16" fill="{colour}"/>'
        f'<text x="{436 + width:.1f}" y="{top + 12}">{row.auc:.3f}</text>'
    )

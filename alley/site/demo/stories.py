"""Our own articles, from the Markdown files beside this module."""

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import yaml

from alley.accounts.models import Reader
from alley.news.actions import break_news, correct_article, publish_article
from alley.news.models import Article, Byline, Correction, PackageItem, Person, Section, Topic
from alley.news.queries import breaking_now

FOLDER = Path(__file__).parent / "articles"
CREDIT = "Exchange Alley staff"
SECTIONS = (
    ("commodities", "Commodities"),
    ("crypto", "Cryptocurrency"),
    ("forex", "Forex"),
    ("stocks", "Stocks"),
    ("economy", "Economy"),
    ("politics", "Politics"),
    ("world", "World"),
)
CORRECTED = (
    "gold-two-thousand",
    "An earlier version of this article gave the month of the record without its year.",
)
BREAKING = ("kazakhstan-oil-jumps", "Oil climbs as output at Tengiz is reduced")


@dataclass(frozen=True, slots=True)
class Told:
    """One file: the facts at its head, and the blocks of its body."""

    slug: str
    facts: dict[str, Any]
    body: list[tuple[str, Any]]


def make_stories(editor: Reader) -> dict[str, Article]:
    sections = _sections()
    told = [read(path) for path in sorted(FOLDER.glob("*.md"))]
    articles = {story.slug: _article(story, sections) for story in told}
    for story in told:
        _package(articles[story.slug], story, articles)
    _correct(articles, editor)
    _break(articles, editor)
    return articles


def read(path: Path) -> Told:
    _, head, text = path.read_text().split("---\n", 2)
    return Told(path.stem, yaml.safe_load(head), [_block(part) for part in text.split("\n\n")])


def _block(part: str) -> tuple[str, Any]:
    words = part.strip()
    if words.startswith("## "):
        return "heading", words.removeprefix("## ")
    if words.startswith("> "):
        return "quote", {"text": words.removeprefix("> "), "who": ""}
    return "paragraph", f"<p>{escape(words, quote=False)}</p>"


def _sections() -> dict[str, Section]:
    for order, (slug, name) in enumerate(SECTIONS):
        Section.objects.get_or_create(slug=slug, defaults={"name": name, "order": order})
    return {section.slug: section for section in Section.objects.all()}


def _article(story: Told, sections: dict[str, Section]) -> Article:
    standing = Article.objects.filter(slug=story.slug).first()
    if standing is not None:
        return standing
    facts = story.facts
    told, changed = _moment(facts["published"]), facts.get("updated")
    article = Article(
        slug=story.slug,
        headline=facts["headline"],
        short_headline=facts.get("short_headline", ""),
        standfirst=facts["standfirst"],
        section=sections[facts["section"]],
        dateline=facts.get("dateline", ""),
        credit=CREDIT,
        body=story.body,
        published=told,
        first_published=told,
        updated=_moment(changed) if changed else None,
    )
    article.save()
    article.topics.set([_topic(name) for name in facts.get("topics", [])])
    for order, name in enumerate(facts.get("bylines", [])):
        Byline.objects.create(article=article, order=order, person=_person(name))
    article.save()
    return publish_article(article)


def _moment(told: datetime | str) -> datetime:
    return told if isinstance(told, datetime) else datetime.fromisoformat(told).astimezone(UTC)


def _topic(name: str) -> Topic:
    return Topic.objects.get_or_create(slug=_slug(name), defaults={"name": name})[0]


def _person(name: str) -> Person:
    return Person.objects.get_or_create(slug=_slug(name), defaults={"name": name})[0]


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _package(article: Article, story: Told, articles: dict[str, Article]) -> None:
    for order, slug in enumerate(story.facts.get("package", [])):
        target = articles[slug]
        PackageItem.objects.get_or_create(
            article=article, target=target, defaults={"order": order, "headline": target.headline}
        )


def _correct(articles: dict[str, Article], editor: Reader) -> None:
    slug, text = CORRECTED
    if not Correction.objects.filter(article=articles[slug]).exists():
        correct_article(articles[slug], text=text, by=editor)


def _break(articles: dict[str, Article], editor: Reader) -> None:
    slug, text = BREAKING
    if not breaking_now():
        break_news(text=text, article=articles[slug], by=editor)

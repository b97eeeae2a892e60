"""Where stories of one writer or one topic stand together."""

from dataclasses import dataclass

from alley.news.models import Article, Person, Topic
from alley.news.queries.lists import PAGE, StoryList, page_of_stories


@dataclass(frozen=True, slots=True)
class Place:
    """A page of stories with a name over it; `feed` is where its feeds begin."""

    kind: str
    slug: str
    name: str
    stories: StoryList
    about: str = ""
    holdings: str = ""

    @property
    def url(self) -> str:
        return f"/{self.kind}s/{self.slug}/"

    @property
    def feed(self) -> str:
        return f"/feeds/{self.kind}/{self.slug}"


def author_page(slug: str, cursor: str | None = None, limit: int = PAGE) -> Place | None:
    """Everything under a writer's byline, newest first. Two queries."""
    person = Person.objects.filter(slug=slug).first()
    if person is None:
        return None
    told = Article.objects.listed().filter(bylines__person=person).distinct()
    stories = page_of_stories(told, cursor, limit)
    return Place("author", slug, person.name, stories, person.about, person.holdings)


def topic_page(slug: str, cursor: str | None = None, limit: int = PAGE) -> Place | None:
    """Everything about a topic, newest first. Two queries."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        return None
    told = Article.objects.listed().filter(topics=topic)
    return Place("topic", slug, topic.name, page_of_stories(told, cursor, limit))

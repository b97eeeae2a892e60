"""The reads of the newsroom's pages, each with a fixed number of queries."""

from alley.news.queries.addresses import article_at
from alley.news.queries.article import (
    article_page,
    article_subject,
    page_of,
    shown_in_preview,
)
from alley.news.queries.claims import claims_in_draft, claims_of, claims_told
from alley.news.queries.found import search_articles
from alley.news.queries.lists import (
    FrontPage,
    SectionPage,
    StoryList,
    articles,
    breaking_now,
    corrections,
    front_page,
    last_told,
    newest,
    related,
    section_page,
    sections,
    stories_about,
    stories_between,
)
from alley.news.queries.places import Place, author_page, topic_page
from alley.news.queries.reactions import (
    Told,
    marker,
    reactions_of,
    reactions_to,
    stories_with_reaction,
    story_markers,
    what_moved,
)
from alley.news.queries.shapes import ArticlePage, InstrumentShown

__all__ = [
    "ArticlePage",
    "FrontPage",
    "InstrumentShown",
    "Place",
    "SectionPage",
    "StoryList",
    "Told",
    "article_at",
    "article_page",
    "article_subject",
    "articles",
    "author_page",
    "breaking_now",
    "claims_in_draft",
    "claims_of",
    "claims_told",
    "corrections",
    "front_page",
    "last_told",
    "marker",
    "newest",
    "page_of",
    "reactions_of",
    "reactions_to",
    "related",
    "search_articles",
    "section_page",
    "sections",
    "shown_in_preview",
    "stories_about",
    "stories_between",
    "stories_with_reaction",
    "story_markers",
    "topic_page",
    "what_moved",
]

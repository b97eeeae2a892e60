"""The reads of the newsroom's pages, each with a fixed number of queries."""

from alley.news.queries.addresses import article_at
from alley.news.queries.article import (
    article_page,
    article_subject,
    page_of,
    shown_in_preview,
)
from alley.news.queries.found import search_articles
from alley.news.queries.lists import (
    FrontPage,
    SectionPage,
    StoryList,
    articles,
    breaking_now,
    corrections,
    front_page,
    newest,
    related,
    section_page,
    sections,
    stories_about,
)
from alley.news.queries.places import Place, author_page, topic_page
from alley.news.queries.shapes import ArticlePage, InstrumentShown

__all__ = [
    "ArticlePage",
    "FrontPage",
    "InstrumentShown",
    "Place",
    "SectionPage",
    "StoryList",
    "article_at",
    "article_page",
    "article_subject",
    "articles",
    "author_page",
    "breaking_now",
    "corrections",
    "front_page",
    "newest",
    "page_of",
    "related",
    "search_articles",
    "section_page",
    "sections",
    "shown_in_preview",
    "stories_about",
    "topic_page",
]

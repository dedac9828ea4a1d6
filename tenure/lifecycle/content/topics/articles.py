"""Articles to begin a knowledge base with."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.lifecycle.content.pieces import LANGUAGE, Piece, Prose, Topic, Written


class Article(Written):
    """One article; it ships as a draft, because only the company knows what its pages are called."""

    key: str
    title: str
    category: str
    body: Prose


class Articles(Written):
    """The file."""

    articles: list[Article]


def _pieces(document: Articles) -> Iterator[Piece]:
    for article in document.articles:
        values = {
            "title": article.title,
            "body": article.body + "\n",
            "category": article.category,
            "status": "draft",
            "is_public": True,
            "language": LANGUAGE,
        }
        yield Piece(key=f"articles/{article.key}", kind="kb_article", values=values, same=("title",))


TOPIC = Topic(
    key="articles",
    title="Starter articles",
    about="Ten articles that customers of any software look for, as drafts: read, adapt, publish.",
    position=80,
    document=Articles,
    pieces=_pieces,
)

"""What people can look up before they ask, how they used it, and prepared answers for agents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.support.choices import ArticleStatus, CaseStatus
from tenure.foundation.records.columns import colleague, day, flag, instant, link, long_text, text
from tenure.foundation.records.constraints import unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class KbArticle(Record):
    """An article of the knowledge base, for everyone or for agents only."""

    title = text(length=300, required=True)
    slug = models.SlugField("Address", max_length=120, blank=True, default="")
    body = long_text()
    category = text(length=100)
    product = link("billing.Product")
    status = text(length=20, choices=ArticleStatus, default=ArticleStatus.DRAFT)
    owner = colleague()
    is_public = flag(label="Open to everyone")
    language = text(length=20)
    published_at = instant()
    review_on = day(label="To be reviewed")

    kind = Kind(
        key="kb_article",
        prefix="kba",
        label="Article",
        plural="Articles",
        function=Function.SUPPORT,
        title="title",
        columns=("title", "category", "product", "status", "is_public", "owner", "published_at"),
        sections=(
            Section("Article", ("title", "category", "product", "body")),
            Section("Publication", ("status", "is_public", "slug", "language", "published_at")),
            Section("Care", ("owner", "review_on")),
        ),
        happened={"published_at": ()},
        planned=("review_on",),
        search=("title", "body", "category"),
        owner="owner",
        stage="status",
        asks=("category", "owner"),
        markdown=("body",),
        icon="book-2",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("kb_article_slug", "slug", "language", filled="slug")]


class KbSession(Record):
    """A visit to the knowledge base: what was searched and read, and whether a case was opened after all."""

    contact = link("accounts.Contact")
    article = link("support.KbArticle")
    search_text = text(length=300, label="Searched for")
    opened_case = flag(label="Opened a case afterwards")
    case = link("support.Case")
    is_helpful = models.BooleanField("Found it helpful", null=True, blank=True)
    at = instant(required=True)

    kind = Kind(
        key="kb_session",
        prefix="kbs",
        label="Knowledge base visit",
        plural="Knowledge base visits",
        function=Function.SUPPORT,
        title="at",
        columns=("at", "article", "contact", "search_text", "is_helpful", "opened_case"),
        sections=(
            Section("Visit", ("contact", "article", "search_text", "at")),
            Section("What came of it", ("is_helpful", "opened_case", "case")),
        ),
        born="at",
        happened={"at": ()},
        search=("search_text",),
        personal=("search_text",),
        icon="search",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="kb_session_at")]


class Macro(Record):
    """A prepared answer, with the changes that it makes to a case."""

    name = text(required=True)
    body = long_text(label="Answer")
    set_status = text(length=30, choices=CaseStatus, label="Sets the status to")
    set_queue = link("support.SupportQueue", label="Moves it to the queue")
    public = flag(default=True, label="Seen by the customer")
    owner = colleague()
    is_active = flag(default=True)

    kind = Kind(
        key="macro",
        prefix="mac",
        label="Macro",
        plural="Macros",
        function=Function.SUPPORT,
        title="name",
        columns=("name", "set_status", "set_queue", "public", "owner", "is_active"),
        sections=(
            Section("Macro", ("name", "body", "public")),
            Section("What it does to the case", ("set_status", "set_queue")),
            Section("Care", ("owner", "is_active")),
        ),
        search=("name", "body"),
        owner="owner",
        icon="bolt",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("macro_name", "name")]

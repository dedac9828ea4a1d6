"""Content that marketing makes and sellers use."""

from __future__ import annotations

from django.db import models

from tenure.business.marketing.choices import ContentType
from tenure.foundation.records.columns import colleague, day, flag, link, long_text, text
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class ContentItem(Record):
    """A piece of content that people read, watch or are sent; its effect shows in the touches that name it."""

    name = text(required=True)
    type = text(length=20, choices=ContentType)
    url = models.URLField("Address", blank=True, default="")
    product = link("billing.Product")
    campaign = link("marketing.Campaign")
    owner = colleague()
    persona = text(length=100, label="Written for")
    summary = long_text()
    published_on = day()
    review_on = day(label="To be reviewed")
    is_sales_tool = flag(label="Sellers use it")

    kind = Kind(
        key="content_item",
        prefix="cnt",
        label="Content",
        plural="Content",
        function=Function.MARKETING,
        title="name",
        columns=("name", "type", "persona", "product", "owner", "published_on", "is_sales_tool"),
        sections=(
            Section("Content", ("name", "type", "url", "summary")),
            Section("Use", ("persona", "product", "campaign", "is_sales_tool", "owner")),
            Section("Dates", ("published_on", "review_on")),
        ),
        happened={"published_on": ()},
        planned=("review_on",),
        search=("name", "summary", "persona"),
        owner="owner",
        asks=("type", "owner"),
        icon="article",
    )

"""What lies ready on the desks: articles, prepared answers, project templates, e-mail templates, queues, own fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from tenure.lifecycle.content.reading import shipped_pieces
from tenure.simulation.book import Book, Ref
from tenure.simulation.catalogue import Catalogue
from tenure.simulation.moments import at_work
from tenure.simulation.people import Staff
from tenure.simulation.plan import Plan

ARTICLES = {
    "Set up your first depot": "Getting started",
    "Invite planners and technicians": "Getting started",
    "Recurring visits": "Scheduling",
    "Move a job to another depot": "Scheduling",
    "When the mobile app shows no jobs": "Mobile app",
    "Photos and signatures": "Mobile app",
    "Connect your work orders": "Integrations",
    "How the first-time fix rate is counted": "Reports",
    "Roles and permissions": "Account",
    "Read your invoice": "Account",
}
PHASES = (
    ("Kick-off", 7, 6, False),
    ("Data and interfaces", 21, 24, True),
    ("Planning rules", 14, 16, False),
    ("Pilot depot", 14, 14, True),
    ("Go-live", 7, 8, True),
)
QUEUES = {
    "Product": "Everything about the board, the app and reports.",
    "Interfaces": "Connections to other systems.",
    "Billing": "Invoices, users, addresses.",
}
SHIPPED_KINDS = ("kb_article", "macro", "email_template")


@dataclass(frozen=True)
class Desk:
    """Links to what lies ready."""

    articles: tuple[Ref, ...]
    templates: dict[str, Ref]
    queues: dict[str, Ref]


def lay_out(*, plan: Plan, book: Book, staff: Staff, catalogue: Catalogue) -> Desk:
    """Writes what is used again and again."""
    rng = plan.random("desk")
    agent, consultant = staff.by_job["agent"][0].ref, staff.by_job["consultant"][0].ref
    start = plan.started_on
    articles = []
    for place, (title, category) in enumerate(ARTICLES.items()):
        written = at_work(rng, start + timedelta(days=3 + 11 * place))
        ref = book.add(
            "kb_article", title, written, title=title, category=category, status="draft", owner=agent, language="en",
            slug="-".join(title.lower().split()), product=catalogue.products["plan"],
            body=f"## {title}\n\nOpen **Settings**, choose your depot, and follow the steps on the page. "
            "If something looks different for you, write to us from the page itself.",
        )  # fmt: skip
        published = at_work(rng, (written + timedelta(days=4)).date())
        book.change(ref, published, status="published", published_at=published, is_public=True,
                    review_on=(published + timedelta(days=365)).date())  # fmt: skip
        articles.append(ref)
    _take_what_ships(book, at_work(rng, start), agent)
    templates = {
        name: _template(book, start, name, stretch, fee, catalogue, consultant)
        for name, stretch, fee in (("Six weeks", 0.65, 4800), ("Twelve weeks", 1.35, 14500))
    }
    queues = {
        name: book.add("support_queue", name, start, name=name, description=text, owner=agent, tier=str(place + 1),
                       position=place, email=f"{name.lower()}@kestrelworks.example")
        for place, (name, text) in enumerate(QUEUES.items())
    }  # fmt: skip
    return Desk(tuple(articles), templates, queues)


def _take_what_ships(book: Book, moment: datetime, owner: Ref) -> None:
    """The sheets, prepared answers and mails that every new company starts with."""
    for piece in shipped_pieces():
        if piece.kind in SHIPPED_KINDS and piece.values.get("status") != "draft":
            values = {**piece.values, **dict.fromkeys(piece.dated, moment)}
            book.add(piece.kind, piece.key, moment, owner=owner, **values)


def _template(book, start, name, stretch, fee, catalogue: Catalogue, owner: Ref) -> Ref:  # type: ignore[no-untyped-def]
    ref = book.add(
        "project_template", name, start, name=f"{name} to go-live", product=catalogue.products["onboarding"],
        segment="Mid-market" if stretch < 1 else "Enterprise", duration_days=int(63 * stretch), fee=Decimal(fee),
        currency="EUR", owner=owner, description="Five steps; the customer signs each one off.",
    )  # fmt: skip
    begins = 0
    for place, (phase, days, hours, critical) in enumerate(PHASES):
        book.add(
            "project_template_item", f"{name}:{phase}", start, name=phase, template=ref, type="milestone",
            owner_role="Implementation consultant", starts_after_days=begins, duration_days=int(days * stretch),
            hours=Decimal(round(hours * stretch)), weight=Decimal(place + 1), critical=critical, position=place,
        )  # fmt: skip
        begins += int(days * stretch)
    return ref

"""The market and what marketing does in it: sources, campaigns and what they cost, content, territories, rivals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tenure.simulation.book import Book, Ref
from tenure.simulation.catalogue import Catalogue
from tenure.simulation.moments import at_work, workday
from tenure.simulation.people import Staff
from tenure.simulation.plan import Plan, month_start
from tenure.simulation.words import REGIONS

# Source: channel, whether they come to us, whether it costs, weight among arrivals, chance of a deal
SOURCES = {
    "Organic search": ("organic_search", True, False, 20, 1.0),
    "Paid search": ("paid_search", True, True, 14, 0.85),
    "Content download": ("content", True, False, 12, 0.7),
    "Webcast": ("webcast", True, True, 9, 0.9),
    "Trade fair": ("event", True, True, 10, 1.05),
    "Paid social": ("paid_social", True, True, 8, 0.6),
    "Referral": ("referral", True, False, 9, 1.7),
    "Partner": ("partner", True, False, 7, 1.5),
    "Outbound": ("outbound", False, True, 8, 0.75),
    "Direct": ("direct", True, False, 3, 1.1),
}
COMPETITORS = {
    "Rotaline": ("Cheap and quick to set up.", "No planning across depots.", "Show the board with two depots."),
    "FieldMaster One": ("Known to every buyer.", "Projects take a year.", "Go live before they have a project plan."),
    "Sheets and e-mail": ("Costs nothing, everybody knows it.", "Breaks at thirty technicians.", "Count lost hours."),
    "Dispatchly": ("Pretty mobile app.", "Weak reports, no interfaces.", "Let them connect their own system."),
}
PARTNERS = ("Norrland Consulting", "Hafen Digital", "Bluewater Systems", "Cadence Advisors")
CONTENT = (
    ("The planner's handbook", "guide", "Service manager"),
    ("Seven signs that spreadsheets hold you back", "article", "Operations director"),
    ("Two depots, one board", "case_study", "Service manager"),
    ("Kestrel in five minutes", "video", "Dispatcher"),
    ("What a lost hour costs", "template", "Finance director"),
    ("Security at a glance", "datasheet", "IT"),
    ("First meeting deck", "deck", "Seller"),
)
OPEN_DAYS = {"event": 13, "webcast": 20}  # from the first invitation to the day itself
CAMPAIGN_NAMES = {
    "webcast": ("Planning without overtime", "From call to visit in an hour", "Ask a dispatcher"),
    "event": ("Field Service Days", "Maintenance Expo", "Regional breakfast"),
    "paid_search": ("Search: dispatch software", "Search: field service planning"),
    "paid_social": ("Short films for service managers", "Lost hours series"),
    "content": ("Handbook download", "Cost calculator"),
    "email": ("Autumn letter to planners", "What is new this quarter"),
    "outbound": ("Facility services in the north", "Energy suppliers with two depots"),
}


@dataclass(frozen=True)
class Campaign:
    """A campaign and when it ran."""

    ref: Ref
    channel: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Market:
    """Links to what marketing and sales work with."""

    campaigns: tuple[Campaign, ...]
    content: tuple[Ref, ...]
    competitors: tuple[Ref, ...]
    partners: tuple[Ref, ...]
    target_list: Ref

    def running(self, *, channel: str, day: date) -> Ref | None:
        """A campaign of a channel that ran on a day; none if there was none."""
        found = [item for item in self.campaigns if item.channel == channel and item.starts_on <= day <= item.ends_on]
        return found[-1].ref if found else None

    def letters_between(self, first: date, last: date) -> list[Campaign]:
        """The letters to customers that were sent between two days."""
        return [item for item in self.campaigns if item.channel == "email" and first <= item.starts_on <= last]


def season(day: date) -> float:
    """How lively the market is in a month: quiet in summer and at the turn of the year."""
    return (0.9, 1.05, 1.15, 1.05, 1.05, 1.0, 0.75, 0.6, 1.15, 1.2, 1.2, 0.7)[day.month - 1]


def open_market(*, plan: Plan, book: Book, staff: Staff, catalogue: Catalogue, months: int) -> Market:
    """Writes the market and every month of marketing up to the given one."""
    day = plan.started_on - timedelta(days=15)
    for place, (name, (channel, inbound, paid, *_)) in enumerate(SOURCES.items()):
        book.add("lead_source", name, day, name=name, channel=channel, is_inbound=inbound, is_paid=paid, position=place)
    competitors = tuple(
        book.add("competitor", name, day, name=name, strengths=strong, weaknesses=weak, how_we_win=win)
        for name, (strong, weak, win) in COMPETITORS.items()
    )
    owner = staff.by_job["seller"][0].ref
    partners = tuple(
        book.add(
            "partner", name, day + timedelta(days=40 * place), name=name, type=("referral", "reseller")[place % 2],
            region=list(REGIONS)[place], tier=("Silver", "Gold")[place % 2], owner=owner,
            commission_pct=Decimal("0.1"), since_on=day + timedelta(days=40 * place),
        )
        for place, name in enumerate(PARTNERS)
    )  # fmt: skip
    _territories(plan, book, staff, day)
    for month in range(months):
        spend_on_tools(plan=plan, book=book, month=month)
    campaigns = tuple(item for month in range(months) for item in _month_of_campaigns(plan, book, staff, month))
    first = staff.by_job["marketer"][0].ref
    content = tuple(
        book.add(
            "content_item", name, plan.started_on + timedelta(days=9 * place), name=name, type=type_, persona=persona,
            product=catalogue.products["plan"], owner=first, published_on=plan.started_on + timedelta(days=9 * place),
            is_sales_tool=type_ in ("deck", "datasheet", "case_study"), review_on=plan.started_on.replace(
                year=plan.started_on.year + 2, day=1),
            url=f"https://kestrelworks.example/{'-'.join(name.lower().split())}",
        )
        for place, (name, type_, persona) in enumerate(CONTENT)
    )  # fmt: skip
    target_list = book.add(
        "target_list", "named", plan.started_on + timedelta(days=20), name="Companies with two depots or more",
        purpose="They feel the pain of planning by telephone first.", owner=owner, from_on=plan.started_on,
    )  # fmt: skip
    return Market(campaigns, content, competitors, partners, target_list)


def _territories(plan: Plan, book: Book, staff: Staff, day: date) -> None:
    europe = book.add("territory", "Europe", day, name="Europe", from_on=day)
    sellers = staff.by_job["seller"]
    for place, region in enumerate(REGIONS):
        book.add(
            "territory", region, day, name=region, parent=None if region == "North America" else europe,
            owner=sellers[place % 2].ref, region=region, from_on=day,
        )  # fmt: skip


def _month_of_campaigns(plan: Plan, book: Book, staff: Staff, month: int) -> list[Campaign]:
    """What ran in a month: always search and content, now and then a fair, a webcast, a letter."""
    rng = plan.random("campaigns", month)
    first = month_start(plan, month)
    channels = ["paid_search", "content", rng.choice(["webcast", "event", "paid_social", "email", "outbound"])]
    if rng.random() < 0.8:
        channels.append(rng.choice(["webcast", "event"]))
    if month % 3 == 1:
        channels.append("email")
    return [_campaign(plan, book, staff, rng, first, channel) for channel in dict.fromkeys(channels)]


def _campaign(plan: Plan, book: Book, staff: Staff, rng: Random, first: date, channel: str) -> Campaign:
    starts_on = workday(first + timedelta(days=rng.randrange(0, 8)))
    ends_on = starts_on + timedelta(days=OPEN_DAYS.get(channel, 26))
    size = max(1.0, plan.accounts / 400)
    budget = Decimal(round(size * season(first) * rng.lognormvariate(8.1, 0.35) / 50) * 50)
    name = f"{rng.choice(CAMPAIGN_NAMES[channel])} · {first:%b %Y}"
    known = at_work(rng, workday(starts_on - timedelta(days=20)))
    owner = staff.looking_after("marketer", number=first.month, day=known.date()).ref
    lead_source = next((source for source, facts in SOURCES.items() if facts[0] == channel), "")
    is_abroad = channel == "event" and first.month % 2 == 0
    ref = book.add(
        "campaign", f"{first}:{channel}", known, name=name, channel=channel, status="planned", owner=owner,
        lead_source=lead_source, budget=budget,
        currency="EUR", starts_on=starts_on, ends_on=ends_on, expected_leads=int(10 * size * season(first)),
        audience="customer" if channel == "email" else "prospect",
        goal="Meet people who plan field service, and give them something they can use on the same day.",
    )  # fmt: skip
    book.change(ref, at_work(rng, starts_on), status="running")
    book.change(ref, at_work(rng, workday(ends_on + timedelta(days=1))), status="done")
    for number, share in enumerate((0.55, 0.38)):
        spent_on = workday(starts_on + timedelta(days=3 + number * 12))
        book.add(
            "spend", f"{ref.key}:{number}", spent_on,
            description=f"{name}: {'deposit' if number == 0 else 'balance'}",
            known=spent_on + timedelta(days=rng.choice((0, 0, 2, 9))), campaign=ref, lead_source=lead_source,
            amount=(budget * Decimal(str(share)) * Decimal(str(round(rng.uniform(0.85, 1.15), 3)))).quantize(
                Decimal("0.01")), currency="GBP" if is_abroad else "EUR", spent_on=spent_on,
            category={"event": "event", "content": "content", "webcast": "agency"}.get(channel, "media"),
        )  # fmt: skip
    return Campaign(ref, channel, starts_on, ends_on)


def spend_on_tools(*, plan: Plan, book: Book, month: int) -> None:
    """What marketing spends each month on no campaign: the tools that it works with."""
    day = workday(month_start(plan, month) + timedelta(days=2))
    amount = Decimal(round((420 + 9 * month) * max(1.0, plan.accounts / 400)))
    book.add("spend", f"tools:{month}", day, description=f"Marketing tools, {day:%B %Y}", lead_source="", amount=amount,
             currency="EUR", spent_on=day, category="tools")  # fmt: skip

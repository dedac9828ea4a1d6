"""Tasks that people set themselves: most are done about the day they are due, the newest are waiting."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tenure.simulation.life import LARGE, SMALL, Life
from tenure.simulation.moments import at_work, workday

TITLES = {
    "csm": (
        ("Call {first} about usage in the northern depot", "normal"),
        ("Send {first} the report for their board", "normal"),
        ("Prepare the next review", "normal"),
        ("Ask who replaces the planner who left", "high"),
    ),
    "accountant": (("Send the statement of the year", "low"), ("Correct the purchase order number", "low")),
    "consultant": (("Check the nightly import", "normal"), ("Plan training for new dispatchers", "normal")),
    "seller": (("Tell {first} about Insights", "low"), ("Meet the new operations director", "normal")),
}
CHANCE = {LARGE: 0.8, "Mid-market": 0.4, SMALL: 0.15}


def plan_work(*, life: Life, first: date, last: date, rng: Random) -> None:
    """Now and then somebody notes what is to be done for the account."""
    if rng.random() > CHANCE[life.segment]:
        return
    job = rng.choices(list(TITLES), (6, 2, 2, 2))[0]
    title, priority = rng.choice(TITLES[job])
    known = at_work(rng, first + timedelta(days=rng.randrange((last - first).days)))
    due = workday(known.date() + timedelta(days=rng.randrange(1, 13)))
    someone = life.person("champion", moment=known)
    assignee = life.world.staff.looking_after(job, number=life.number, day=known.date())
    task = life.book.add(
        "task", life.next_key("task"), known, about=life.account, assignee=assignee.ref, due_on=due, priority=priority,
        title=title.format(first=someone.name.split()[0]),
    )  # fmt: skip
    done = workday(due + timedelta(days=rng.choice((-2, -1, 0, 0, 0, 1, 2, 5, 9))))
    at = max(at_work(rng, done), known + timedelta(hours=2))
    life.book.change(task, at, done_at=at)

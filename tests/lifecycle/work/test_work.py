"""Tasks, notes, mentions and what people are told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.organisation.models import Person
from tenure.foundation.records import operations
from tenure.foundation.records.erasure import erase
from tenure.foundation.records.history import versions_of
from tenure.foundation.records.merging import merge, unmerge
from tenure.foundation.records.recording import Recording, recording
from tenure.lifecycle.work.choices import NotificationKind, Priority
from tenure.lifecycle.work.mentions import mentioned_people, plain_text
from tenure.lifecycle.work.models import Notification, Task
from tenure.lifecycle.work.notifications import mark_read, notify
from tenure.lifecycle.work.operations import (
    add_task,
    assign_task,
    complete_task,
    pin_note,
    reopen_task,
    rewrite_note,
    write_note,
)
from tenure.lifecycle.work.queries import inbox, notes_about, tasks_about, unread_notifications

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)


def act(actor: User | None = None, now: datetime = NOON) -> Recording:
    return recording(actor=actor, path="test", now=now)  # type: ignore[return-value]


def person(name: str, *roles: Role) -> Person:
    """A colleague, with a login if they have roles."""
    email = f"{name.lower()}@example.com"
    with act():
        if roles:
            create_user(name=name, email=email, password=None, grants=[Grant(role) for role in roles])
            return Person.objects.get(email=email)
        return operations.create(model=Person, values={"name": name, "email": email})


@pytest.fixture
def ann() -> Person:
    return person("Ann", Role.ADMINISTRATOR)


@pytest.fixture
def ben() -> Person:
    return person("Ben", Role.VIEWER)


@pytest.fixture
def acme() -> Account:
    with act():
        return operations.create(model=Account, values={"name": "Acme"})


def told(to: Person) -> list[str]:
    return list(Notification.objects.filter(user=to.user).order_by("id").values_list("text", flat=True))


def test_who_is_given_a_task_is_told_and_who_takes_one_is_not(ann: Person, ben: Person, acme: Account) -> None:
    with act(ann.user):
        task = add_task(title="Call them", assignee=ben, due_on=date(2026, 3, 5), about=acme)
        add_task(title="Write to them", assignee=ann)

    assert told(ben) == ["Ann gave you a task: Call them, due 05 Mar 2026"]
    assert told(ann) == []
    assert (task.about, task.priority) == (acme, "normal")
    assert Notification.objects.get(user=ben.user).about == task


def test_a_task_that_moves_on_is_told_to_the_next_and_to_the_first_again(ann: Person, ben: Person) -> None:
    cid = person("Cid", Role.VIEWER)
    with act(ann.user):
        task = add_task(title="Call them", assignee=ben)
    for assignee in (cid, ben):
        with act(ann.user):
            assign_task(task=task, assignee=assignee)

    assert (len(told(ben)), len(told(cid))) == (2, 1)


def test_a_task_is_done_once_and_can_be_reopened(ann: Person) -> None:
    with act(ann.user):
        task = add_task(title="Call them", assignee=ann)
    for now in (NOON, LATER):
        with act(ann.user, now):
            complete_task(task=task)
    assert task.done_at == NOON

    with act(ann.user, LATER):
        reopen_task(task=task)

    assert task.done_at is None
    assert [version.operation for version in versions_of(record=task)] == ["change", "change", "create"]


def test_who_is_mentioned_in_a_note_is_told_once(ann: Person, ben: Person, acme: Account) -> None:
    with act(ann.user):
        note = write_note(body=f"Ask @[Ben]({ben.public_id}) and @ben@example.com.", author=ann, about=acme)
    with act(ann.user, LATER):
        rewrite_note(note=note, body=f"{note.body} Also @[Ann]({ann.public_id}).")

    assert told(ben) == ["Ann mentioned you on Acme"]
    assert told(ann) == []
    assert Notification.objects.get().about == acme


def test_who_may_not_see_a_record_is_told_without_its_name(ann: Person, acme: Account) -> None:
    nobody = person("Nob", Role.VIEWER)
    nobody.user.roles.all().delete()  # type: ignore[union-attr]

    with act(ann.user):
        write_note(body=f"@[Nob]({nobody.public_id})", author=ann, about=acme)

    assert told(nobody) == ["Ann mentioned you"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@[Whoever](PER) hello", ["Ben"]),
        ("(@ben@example.com)", ["Ben"]),
        ("write to ben@example.com", []),
        ("@Ben", []),
        ("@[Ben](per_0000000000000000)", []),
        ("@[Ben](javascript:alert)", []),
    ],
)
def test_a_mention_is_an_id_or_an_address_after_an_at_sign(ben: Person, text: str, names: list[str]) -> None:
    found = mentioned_people(text=text.replace("PER", ben.public_id))

    assert [person.name for person in found] == names


def test_a_mention_reads_as_a_name_where_no_link_can_be_shown() -> None:
    assert plain_text(text="Ask @[Ben Li](per_0m5k).") == "Ask @Ben Li."


def test_a_note_without_words_is_refused(ann: Person) -> None:
    with pytest.raises(ValidationError) as refused, act(ann.user):
        write_note(body="", author=ann)

    assert set(refused.value.message_dict) == {"body"}


def test_pinned_notes_come_first_and_then_the_newest(ann: Person, acme: Account) -> None:
    with act(ann.user):
        first, _, third = (write_note(body=text, author=ann, about=acme) for text in ("one\nmore", "two", "three"))
        pin_note(note=first, is_pinned=True)
        operations.delete(record=third)

    assert [str(note) for note in notes_about(record=acme)] == ["one", "two"]


def test_the_inbox_holds_what_one_is_told_and_has_to_do(ann: Person, ben: Person, acme: Account) -> None:
    with act(ann.user):
        for title, due, priority in [
            ("late", date(2026, 2, 1), Priority.LOW),
            ("now", date(2026, 3, 1), Priority.NORMAL),
            ("now, at once", date(2026, 3, 1), Priority.URGENT),
            ("some day", None, Priority.NORMAL),
            ("soon", date(2026, 3, 9), Priority.NORMAL),
        ]:
            add_task(title=title, assignee=ben, due_on=due, priority=priority, about=acme)
        complete_task(task=add_task(title="done", assignee=ben))

    box = inbox(user=ben.user, today=date(2026, 3, 1))  # type: ignore[arg-type]

    assert [task.title for task in box.overdue] == ["late"]
    assert [task.title for task in box.today] == ["now, at once", "now"]
    assert [task.title for task in box.later] == ["soon", "some day"]
    assert (box.unread, len(box.notifications)) == (6, 6)
    assert [task.title for task in tasks_about(record=acme)] == ["late", "now, at once", "now", "soon", "some day"]


def test_notifications_are_read_one_by_one_or_all(ben: Person, ann: Person) -> None:
    user = ben.user
    assert user is not None
    numbers = [notify(user=user, kind=NotificationKind.ALERT, text=f"{n}", key=f"{n}", now=NOON).pk for n in range(3)]

    assert mark_read(user=ann.user, now=LATER, ids=numbers) == 0  # type: ignore[arg-type]
    assert mark_read(user=user, now=LATER, ids=numbers[:1]) == 1
    assert unread_notifications(user=user) == 2
    assert mark_read(user=user, now=LATER) == 2


def test_the_same_key_tells_the_same_user_once(ann: Person, ben: Person) -> None:
    for user in (ann.user, ben.user, ben.user):
        assert user is not None
        notify(user=user, kind=NotificationKind.ALERT, text="x" * 400, key="fire", now=NOON)

    assert [len(text) for text in told(ben)] == [300]
    assert len(told(ann)) == 1


def test_tasks_follow_a_merge_and_go_back_when_it_is_undone(ann: Person, acme: Account) -> None:
    with act(ann.user):
        other = operations.create(model=Account, values={"name": "Acme Inc."})
        add_task(title="Call them", about=other)
    with act(ann.user, LATER):
        merge(keep=acme, other=other)
    assert Task.objects.get().about == acme

    with act(ann.user, datetime(2026, 3, 3, tzinfo=UTC)):
        unmerge(record=other)

    assert Task.objects.get().about == other


def test_an_erased_task_is_no_longer_told_of(ann: Person, ben: Person) -> None:
    with act(ann.user):
        task = add_task(title="Call Mrs. Secret", assignee=ben)
    with act(ann.user, LATER):
        erase(record=task)

    assert told(ben) == []

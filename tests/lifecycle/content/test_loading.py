"""What ships is written once, and never over what the company made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tenure.business.accounts.models import EmailTemplate
from tenure.business.delivery.models import ProjectTemplate, ProjectTemplateItem
from tenure.business.marketing.models import LeadSource
from tenure.business.support.models import KbArticle, Macro
from tenure.foundation.access.models import User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.records import operations
from tenure.foundation.records.history import versions_of
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.models import Change
from tenure.foundation.records.recording import recording
from tenure.lifecycle.content.loading import load_content
from tenure.lifecycle.content.pieces import Piece
from tenure.lifecycle.content.reading import chosen_pieces, shipped_pieces
from tenure.lifecycle.content.standing import Found, Standing, standings

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)


def person(name: str, role: Role) -> User:
    with recording(actor=None, path="test", now=NOON):
        return create_user(name=name, email=f"{name}@example.com", password=None, grants=[Grant(role)])


@pytest.fixture
def ann() -> User:
    return person("ann", Role.ADMINISTRATOR)


def standing(key: str) -> Found:
    return standings(pieces=chosen_pieces(keys=[key]))[0]


def rows() -> dict[str, int]:
    return {model.kind.key: model.everything.count() for model in record_models()}


def versions() -> int:
    return sum(model.versions_model._default_manager.count() for model in record_models())


def test_a_new_company_gets_everything_under_one_change_named_content(ann: User) -> None:
    loaded = load_content(by=ann, now=NOON)

    assert (len(loaded.added), len(loaded.renewed), loaded.kept) == (82, 0, 0)
    assert {kind: count for kind, count in rows().items() if count and kind != "person"} == {
        "lead_source": 10,
        "email_template": 30,
        "macro": 12,
        "kb_article": 28,  # ten for customers, eighteen for colleagues
        "project_template": 2,
        "project_template_item": 38,
    }
    change = Change.objects.latest("pk")
    assert (change.path, change.actor, change.recorded_at) == ("content", ann, NOON)
    for model in (LeadSource, EmailTemplate, Macro, KbArticle, ProjectTemplate, ProjectTemplateItem):
        written = model.versions_model._default_manager
        assert written.count() == model.objects.count()
        assert not written.exclude(change=change).exists()
    assert {found.standing for found in standings(pieces=shipped_pieces())} == {Standing.AS_SHIPPED}


def test_a_second_time_changes_nothing(ann: User) -> None:
    load_content(by=ann, now=NOON)
    before = (rows(), versions(), Change.objects.count())

    again = load_content(by=ann, now=LATER)

    assert (again.added, again.renewed, again.kept) == ((), (), 82)
    assert (rows(), versions(), Change.objects.count()) == before


def test_articles_for_customers_wait_as_drafts_and_pages_for_colleagues_are_ready(ann: User) -> None:
    load_content(by=ann, now=NOON, pieces=chosen_pieces(keys=["articles", "call_sheets"]))

    found = KbArticle.objects.values_list("status", "is_public", "published_at").distinct()
    assert sorted(found, key=str) == [("draft", True, None), ("published", False, NOON)]


def test_what_the_company_changed_stays_and_is_named(ann: User) -> None:
    load_content(by=ann, now=NOON)
    mail = EmailTemplate.objects.get(name="Welcome")
    with recording(actor=ann, path="web:/", now=LATER):
        operations.change(record=mail, values={"subject": "Hello!", "name": "Our welcome"})

    load_content(by=ann, now=LATER)

    mail.refresh_from_db()
    assert mail.subject == "Hello!"
    assert not EmailTemplate.objects.filter(name="Welcome").exists()
    found = standing("mails/welcome")
    assert (found.standing, found.record, found.differs) == (Standing.CHANGED, mail, ("Name", "Subject"))


def test_what_the_company_took_out_does_not_come_back(ann: User) -> None:
    load_content(by=ann, now=NOON)
    with recording(actor=ann, path="web:/", now=LATER):
        operations.delete(record=Macro.objects.get(name="A wish, noted"))

    load_content(by=ann, now=LATER)

    assert not Macro.objects.filter(name="A wish, noted").exists()
    assert standing("macros/wish").standing is Standing.REMOVED


def test_what_the_company_has_of_its_own_under_that_name_is_left_alone(ann: User) -> None:
    with recording(actor=ann, path="web:/", now=NOON):
        operations.create(model=LeadSource, values={"name": "PARTNER", "channel": "other"})
        operations.create(
            model=EmailTemplate, values={"name": "Welcome", "subject": "S", "body": "B", "language": "de"}
        )

    load_content(by=ann, now=LATER)

    assert LeadSource.objects.filter(name__iexact="partner").count() == 1
    assert standing("lead_sources/partner").standing is Standing.OWN
    assert sorted(EmailTemplate.objects.filter(name="Welcome").values_list("language", flat=True)) == ["de", "en"]


def test_a_template_counts_as_changed_when_one_of_its_parts_is(ann: User) -> None:
    load_content(by=ann, now=NOON)
    template = ProjectTemplate.objects.get(name="Six weeks to going live")
    kickoff = ProjectTemplateItem.objects.get(template=template, name="Kickoff")
    with recording(actor=ann, path="web:/", now=LATER):
        operations.change(record=kickoff, values={"hours": 6})
        operations.create(model=ProjectTemplateItem, values={"name": "Cake", "template": template})

    load_content(by=ann, now=LATER)

    assert (standing("projects/six_weeks").standing, standing("projects/six_weeks").differs) == (
        Standing.CHANGED,
        ("Kickoff", "Cake"),
    )
    assert standing("projects/twelve_weeks").standing is Standing.AS_SHIPPED


def test_the_parts_of_a_template_hang_together(ann: User) -> None:
    load_content(by=ann, now=NOON, pieces=chosen_pieces(keys=["projects/six_weeks"]))

    trial = ProjectTemplateItem.objects.get(name="Trial with five people")
    assert trial.parent is not None
    assert (trial.parent.name, trial.parent.type) == ("Try", "phase")
    assert trial.depends_on is not None
    assert (trial.depends_on.name, trial.starts_after_days, trial.critical) == ("Data brought in", 20, True)


def test_a_newer_text_reaches_what_nobody_touched_and_only_that(ann: User) -> None:
    load_content(by=ann, now=NOON)
    with recording(actor=ann, path="web:/", now=LATER):
        operations.change(record=Macro.objects.get(name="A wish, noted"), values={"body": "No."})
    newer = [replace(piece, values={**piece.values, "body": "Newer."}) for piece in chosen_pieces(keys=["macros"])]

    loaded = load_content(by=ann, now=LATER, pieces=newer)

    assert (len(loaded.added), len(loaded.renewed), loaded.kept) == (0, 11, 1)
    assert Macro.objects.get(name="A wish, noted").body == "No."
    assert len(versions_of(record=Macro.objects.get(name="I see it too"))) == 2


def test_a_newer_template_changes_adds_and_drops_its_parts(ann: User) -> None:
    [plan] = chosen_pieces(keys=["projects/six_weeks"])
    load_content(by=ann, now=NOON, pieces=[plan])
    first, second, *others = plan.parts
    changed = replace(first, values={**first.values, "name": "Start"})
    added = replace(second, key="more", values={**second.values, "name": "One more"})
    newer = _with_parts(plan, (changed, second, *others[:-1], added))

    loaded = load_content(by=ann, now=LATER, pieces=[newer])

    assert len(loaded.renewed) == 1
    names = set(ProjectTemplateItem.objects.values_list("name", flat=True))
    assert {"Start", "One more"} <= names
    assert not {"Begin", "First result and hand-over"} & names
    assert standings(pieces=[newer])[0].standing is Standing.AS_SHIPPED
    assert load_content(by=ann, now=LATER, pieces=[newer]).kept == 1


def test_only_administrators_may_load_it() -> None:
    bob = person("bob", Role.VIEWER)

    with pytest.raises(NotAllowedError):
        load_content(by=bob, now=NOON)

    assert not LeadSource.objects.exists()


def test_all_standings_take_a_handful_of_queries(ann: User, django_assert_max_num_queries: object) -> None:
    load_content(by=ann, now=NOON)
    pieces = shipped_pieces()

    with django_assert_max_num_queries(10):  # type: ignore[operator]
        standings(pieces=pieces)


def _with_parts(piece: Piece, parts: tuple[object, ...]) -> Piece:
    return replace(piece, parts=parts)  # type: ignore[arg-type]

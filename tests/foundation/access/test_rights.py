from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import (
    NotAllowedError,
    editable_fields,
    forget,
    may,
    require,
    visible_fields,
)
from tenure.foundation.access.roles import Action, Level, Role
from tenure.foundation.access.rules import remove_rule, save_rule
from tenure.foundation.access.users import change_roles
from tenure.foundation.records.kinds import Function, model_of
from tenure.foundation.records.models import CustomField
from tenure.foundation.records.recording import recording
from tests.foundation.access.people import ADMINISTRATOR, HEAD_OF_SALES, NOW, SELLER, VIEWER, new_user

pytestmark = pytest.mark.django_db

# View, create, change, delete, export, bulk, merge, erase. Kinds of: everybody's customer, the office, everybody's
# work, sales, billing, and finance with (gl) and without (plan_figure) sensitive fields.
KINDS = ("account", "person", "task", "opportunity", "invoice", "plan_figure", "gl")
MATRIX = {
    ("administrator", None): ("vcdDxbme",) * 7,
    ("viewer", None): ("v", "v", "v", "v", "v", "v", ""),
    ("member", "sales"): ("vcd", "v", "vcdDbm", "vcd", "v", "v", ""),
    ("member", "marketing"): ("vcd", "v", "vcdDbm", "v", "v", "v", ""),
    ("member", "support"): ("vcd", "v", "vcdDbm", "v", "v", "v", ""),
    ("member", "success"): ("vcd", "v", "vcdDbm", "vcd", "v", "v", ""),
    ("member", "delivery"): ("vcd", "v", "vcdDbm", "v", "v", "v", ""),
    ("member", "billing"): ("vcd", "v", "vcdDbm", "v", "vcd", "v", ""),
    ("member", "finance"): ("v", "v", "vcdDbm", "v", "vcd", "vcd", "vcd"),
    ("manager", "sales"): ("vcdDxbm", "vx", "vcdDxbm", "vcdDxbm", "vx", "vx", ""),
    ("manager", "billing"): ("vcdDxbm", "vx", "vcdDxbm", "vx", "vcdDxbm", "vx", ""),
    ("manager", "finance"): ("vx", "vx", "vcdDxbm", "vx", "vcdDxbm", "vcdDxbm", "vcdDxbm"),
}
LETTERS = {
    "v": Action.VIEW,
    "c": Action.CREATE,
    "d": Action.CHANGE,
    "D": Action.DELETE,
    "x": Action.EXPORT,
    "b": Action.BULK,
    "m": Action.MERGE,
    "e": Action.ERASE,
}


@pytest.mark.parametrize(("role", "function"), MATRIX)
def test_each_role_may_do_exactly_this(role: str, function: str | None) -> None:
    user = new_user(Grant(Role(role), Function(function) if function else None))

    found = tuple(
        "".join(letter for letter, action in LETTERS.items() if may(user=user, action=action, kind=model_of(kind).kind))
        for kind in KINDS
    )

    assert found == MATRIX[role, function]
    assert may(user=user, action="configure") is (role == "administrator")


@pytest.mark.parametrize(
    ("function", "kind", "what"),
    [
        (Function.SALES, "lead", "change"),
        (Function.SALES, "contract", "create"),
        (Function.SALES, "contract_line", "create"),
        (Function.SUCCESS, "opportunity", "create"),
        (Function.SUCCESS, "case", "create"),
        (Function.DELIVERY, "case_message", "create"),
        (Function.SUPPORT, "escalation", "create"),
        (Function.FINANCE, "payment", "create"),
    ],
)
def test_the_work_of_a_day_takes_members_to_kinds_of_other_functions(function: Function, kind: str, what: str) -> None:
    user, onlooker = new_user(Grant(Role.MEMBER, function)), new_user(Grant(Role.VIEWER), email="viewer@example.com")

    assert may(user=user, action=what, kind=model_of(kind).kind)
    assert not may(user=user, action="delete", kind=model_of(kind).kind)
    assert not may(user=onlooker, action=what, kind=model_of(kind).kind)


def test_without_a_role_signed_out_or_inactive_nobody_may_do_anything() -> None:
    nobody = new_user(email="new@example.com")
    gone = new_user(ADMINISTRATOR, email="gone@example.com")
    gone.is_active = False

    for user in (nobody, gone, AnonymousUser(), None):
        for kind in KINDS:
            for action in Action:
                assert not may(user=user, action=action, kind=model_of(kind).kind)
        assert visible_fields(user=user, kind=model_of("account").kind) == frozenset()
        assert editable_fields(user=user, kind=model_of("account").kind) == frozenset()


def test_two_roles_reach_as_far_as_the_further_one() -> None:
    user = new_user(VIEWER, SELLER, Grant(Role.MANAGER, Function.BILLING))

    assert may(user=user, action="change", kind=model_of("opportunity").kind)
    assert not may(user=user, action="delete", kind=model_of("opportunity").kind)
    assert may(user=user, action="delete", kind=model_of("invoice").kind)


def test_a_refusal_says_what_and_whom_to_ask() -> None:
    user = new_user(VIEWER)

    with pytest.raises(NotAllowedError, match=r"does not let you delete invoices\. Ask an administrator"):
        require(user=user, action="delete", kind=model_of("invoice").kind)


@pytest.mark.parametrize(
    ("grant", "is_visible", "is_editable"),
    [
        (ADMINISTRATOR, True, True),
        (HEAD_OF_SALES, True, True),
        (SELLER, False, False),
        (VIEWER, False, False),
        (Grant(Role.MANAGER, Function.SUPPORT), False, False),
        (Grant(Role.MEMBER, Function.FINANCE), True, False),
        (Grant(Role.MANAGER, Function.FINANCE), True, False),
    ],
)
def test_a_sensitive_field_is_for_its_managers_finance_and_administrators(
    grant: Grant, is_visible: bool, is_editable: bool
) -> None:
    user, partner = new_user(grant), model_of("partner").kind

    assert ("commission_pct" in visible_fields(user=user, kind=partner)) is is_visible
    assert ("commission_pct" in editable_fields(user=user, kind=partner)) is is_editable
    assert may(user=user, action="view", kind=partner, field="commission_pct") is is_visible
    assert may(user=user, action="change", kind=partner, field="commission_pct") is is_editable
    assert "name" in visible_fields(user=user, kind=partner)


def test_what_the_product_itself_writes_is_never_editable() -> None:
    administrator = new_user(ADMINISTRATOR)

    editable = editable_fields(user=administrator, kind=model_of("account").kind)

    assert {"name", "owner", "parent"} <= editable
    assert not {"id", "public_id", "deleted_at", "merged_into", "custom"} & editable


def test_the_company_s_own_fields_follow_their_own_sensitivity() -> None:
    with recording(actor=None, path="test", now=NOW):
        CustomField.objects.create(kind_key="account", key="tier2", label="Tier", type="text")
        CustomField.objects.create(kind_key="account", key="margin", label="Margin", type="number", is_sensitive=True)
        CustomField.objects.create(kind_key="account", key="old", label="Old", type="text", retired_at=NOW)
    seller, head = new_user(SELLER), new_user(HEAD_OF_SALES, email="head@example.com")
    account = model_of("account").kind

    assert "custom.tier2" in editable_fields(user=seller, kind=account)
    assert "custom.margin" not in visible_fields(user=seller, kind=account)
    assert {"custom.tier2", "custom.margin"} <= editable_fields(user=head, kind=account)
    assert "custom.old" in visible_fields(user=seller, kind=account)
    assert "custom.old" not in editable_fields(user=head, kind=account)


def test_rights_are_read_once_per_user_object(django_assert_num_queries: object) -> None:
    user = new_user(SELLER)
    may(user=user, action="view", kind=model_of("account").kind)

    with django_assert_num_queries(0):  # type: ignore[operator]
        for kind in KINDS:
            visible_fields(user=user, kind=model_of(kind).kind)
            editable_fields(user=user, kind=model_of(kind).kind)


def test_an_administrator_hides_a_kind_or_a_field_or_opens_it() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")
    seller = new_user(SELLER)
    invoice, account = model_of("invoice").kind, model_of("account").kind
    act = {"by": chief, "path": "test", "now": NOW}

    save_rule(role=Role.MEMBER, function=None, kind_key="invoice", level=Level.HIDDEN, **act)
    save_rule(role=Role.MEMBER, function=None, kind_key="account", field="tax_id", level=Level.HIDDEN, **act)
    save_rule(role=Role.MEMBER, function=None, kind_key="account", field="segment", level=Level.VIEW, **act)
    save_rule(role=Role.MEMBER, function=None, kind_key="partner", field="commission_pct", level=Level.VIEW, **act)

    assert not may(user=seller, action="view", kind=invoice)
    assert "tax_id" not in visible_fields(user=seller, kind=account)
    assert "segment" in visible_fields(user=seller, kind=account)
    assert "segment" not in editable_fields(user=seller, kind=account)
    assert "commission_pct" in visible_fields(user=seller, kind=model_of("partner").kind)


def test_an_exception_for_a_function_goes_before_one_for_any() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")
    seller = new_user(SELLER)
    biller = new_user(Grant(Role.MEMBER, Function.BILLING), email="b@example.com")
    act = {"by": chief, "path": "test", "now": NOW}

    save_rule(role=Role.MEMBER, function=None, kind_key="invoice", level=Level.HIDDEN, **act)
    own = save_rule(role=Role.MEMBER, function=Function.SALES, kind_key="invoice", level=Level.EDIT, **act)

    assert may(user=seller, action="change", kind=model_of("invoice").kind)
    assert not may(user=seller, action="delete", kind=model_of("invoice").kind)
    assert not may(user=biller, action="view", kind=model_of("invoice").kind)

    remove_rule(rule=own, **act)
    forget(user=seller)
    assert not may(user=seller, action="view", kind=model_of("invoice").kind)


def test_only_administrators_make_exceptions_and_only_ones_that_mean_something() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")
    rule = {"level": Level.VIEW, "path": "test", "now": NOW}

    with pytest.raises(NotAllowedError):
        save_rule(by=new_user(HEAD_OF_SALES), role=Role.MEMBER, function=None, kind_key="gl", **rule)
    for wrong, field in [
        ({"role": Role.ADMINISTRATOR, "function": None, "kind_key": "gl"}, "role"),
        ({"role": Role.VIEWER, "function": Function.SALES, "kind_key": "gl"}, "function"),
        ({"role": Role.MEMBER, "function": None, "kind_key": "glue"}, "kind_key"),
        ({"role": Role.MEMBER, "function": None, "kind_key": "gl", "field": "nonsense"}, "field"),
    ]:
        with pytest.raises(ValidationError) as refused:
            save_rule(by=chief, **wrong, **rule)
        assert field in refused.value.message_dict


def test_a_change_of_roles_shows_at_once_on_the_same_object() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")
    user = new_user(VIEWER)
    assert not may(user=user, action="change", kind=model_of("opportunity").kind)

    change_roles(by=chief, user=user, grants=[SELLER], path="test", now=NOW)

    assert may(user=user, action="change", kind=model_of("opportunity").kind)

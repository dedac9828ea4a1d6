"""The story before it is written: causes, dates, links, sums."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import pytest

from tenure.simulation.book import CORRECT, Ref
from tests.simulation.companies import large

OFFICE_HOURS = range(6, 20)


def test_nothing_links_to_what_is_not_known_yet() -> None:
    world, told = large()

    late = Counter(
        (entry.kind, name)
        for entry in told.book.entries.values()
        for state in entry.known_states(cut=world.plan.cut)
        for name, value in state.values.items()
        if isinstance(value, Ref)
        if (told.book.entries.get(value) or world.book.entries[value]).states[0].known > state.known
    )

    assert late == {}


def test_no_record_is_known_before_it_happened() -> None:
    _, told = large()

    assert not [entry.ref for entry in told.book.entries.values() for state in entry.states if state.known < state.at]


def test_some_things_become_known_late_and_some_are_corrected() -> None:
    world, told = large()
    states = [state for entry in told.book.entries.values() for state in entry.known_states(cut=world.plan.cut)]

    assert sum((state.known - state.at).days >= 3 for state in states) > 100
    assert sum(state.operation == CORRECT for state in states) > 10


def test_each_invoice_is_the_sum_of_its_lines_and_its_tax() -> None:
    _, told = large()
    sums: dict[Ref, Decimal] = {}
    for line in told.book.of_kind("invoice_line"):
        values = line.states[0].values
        sums[values["invoice"]] = sums.get(values["invoice"], Decimal(0)) + values["amount"]

    invoices = {entry.ref: entry.states[0].values for entry in told.book.of_kind("invoice")}

    assert len(invoices) > 2000
    assert {ref: values["total"] - values["tax"] for ref, values in invoices.items()} == sums


def test_nobody_pays_more_than_was_billed() -> None:
    _, told = large()
    paid: Counter[Ref] = Counter()
    for entry in (*told.book.of_kind("payment"), *told.book.of_kind("credit_note")):
        sign = -1 if entry.states[0].values.get("is_refund") else 1
        paid[entry.states[0].values["invoice"]] += sign * entry.states[0].values["amount"]

    assert not [ref for ref, amount in paid.items() if amount > told.book.entries[ref].states[0].values["total"]]


def test_invoices_are_paid_on_time_and_late() -> None:
    _, told = large()
    days = [
        (entry.states[0].values["received_on"] - told.book.entries[invoice].states[0].values["due_on"]).days
        for entry in told.book.of_kind("payment")
        if isinstance(invoice := entry.states[0].values["invoice"], Ref)
    ]

    assert 0.1 < sum(day > 0 for day in days) / len(days) < 0.6


def test_deals_slip_repeat_stages_and_are_lost_with_a_reason() -> None:
    _, told = large()
    slipped = repeated = lost = 0
    for deal in told.book.of_kind("opportunity"):
        closings = [state.values["close_date"] for state in deal.states if "close_date" in state.values]
        stages = [state.values["stage"] for state in deal.states if "stage" in state.values]
        slipped += len(closings) > 2
        repeated += len(stages) != len(set(stages))
        lost += any(state.values.get("outcome") == "lost" and state.values["lost_reason"] for state in deal.states)

    assert slipped > 200
    assert repeated > 50
    assert lost > 200


def test_renewals_are_signed_in_time_and_late_without_a_gap() -> None:
    _, told = large()
    contracts = {entry.ref: entry.states[0].values for entry in told.book.of_kind("contract")}
    renewals = [(values, contracts[values["renews"]]) for values in contracts.values() if values["renews"]]

    late = [after for after, before in renewals if after["signed_on"] > before["end_on"]]

    assert 0.02 < len(late) / len(renewals) < 0.5
    assert all((after["start_on"] - before["end_on"]).days == 1 for after, before in renewals)


def test_there_are_trials_pauses_coupons_open_ends_and_price_changes() -> None:
    _, told = large()
    lines = [entry.states[0].values for entry in told.book.of_kind("contract_line")]
    words = Counter(line["description"] for line in lines)

    assert words["Free trial"] > 10
    assert words["Goes on after a pause"] > 2
    assert words["Added during the term"] > 10
    assert sum(line.get("discount") is not None for line in lines) > 10
    assert any(line["service_end"] is None for line in lines)


def test_some_customers_leave_for_a_reason_and_some_come_back() -> None:
    _, told = large()
    reasons = Counter(entry.states[0].values["reason"] for entry in told.book.of_kind("offboarding"))
    statuses = [
        [state.values["status"] for state in entry.states if "status" in state.values]
        for entry in told.book.of_kind("account")
    ]

    assert len(reasons) > 4
    assert [story for story in statuses if story[:4] == ["prospect", "customer", "former", "customer"]]


@pytest.mark.parametrize("about", ["leave", "grow"])
def test_who_knew_the_hidden_causes_could_rank_decisions_but_not_perfectly(about: str) -> None:
    world, told = large()
    chances = [
        (decision.probability, decision.happened)
        for decision in told.decisions
        if decision.about.startswith(about) and decision.on < world.plan.until
    ]

    # The share of pairs (one that happened, one that did not) in which the former was likelier; ties count half.
    happened = [chance for chance, is_so in chances if is_so]
    others = [chance for chance, is_so in chances if not is_so]
    right = sum((yes > no) + 0.5 * (yes == no) for yes in happened for no in others)

    assert len(happened) > 50
    assert 0.80 <= right / (len(happened) * len(others)) <= 0.88


@pytest.mark.parametrize("about", ["leave", "grow"])
def test_that_bound_is_no_accident_of_how_the_coins_fell(about: str) -> None:
    world, told = large()
    chances = sorted(
        decision.probability
        for decision in told.decisions
        if decision.about.startswith(about) and decision.on < world.plan.until
    )

    # Expected right pairs: i happens (p), j below it does not (1 - p); all pairs: one happens, the other does not.
    below = right = own = 0.0
    for chance in chances:
        right += chance * below
        below += 1 - chance
        own += chance * (1 - chance)

    assert 0.80 <= right / (sum(chances) * below - own) <= 0.88


def test_people_work_on_weekdays() -> None:
    _, told = large()
    moments = [entry.states[0].values["at"] for entry in told.book.of_kind("activity")]

    weekend = sum(moment.weekday() > 4 for moment in moments)

    assert weekend / len(moments) < 0.02
    assert sum(moment.hour in OFFICE_HOURS for moment in moments) / len(moments) > 0.9


def test_names_are_our_own_and_no_company_is_told_twice() -> None:
    _, told = large()
    domains = [entry.states[0].values["domain"] for entry in told.book.of_kind("account")]

    assert len(set(domains)) == len(domains)
    assert all(domain.endswith(".example") for domain in domains)


def test_a_state_holds_from_the_day_on_which_it_happened() -> None:
    _, told = large()
    gone = [
        state
        for entry in told.book.of_kind("contact")
        for state in entry.states
        if isinstance(state.values.get("active_to"), date)
    ]

    assert len(gone) > 10
    assert all(isinstance(state.at, datetime) and state.at.date() <= state.known.date() for state in gone)


def test_many_see_us_and_few_click() -> None:
    _, told = large()
    touches = Counter(
        (entry.states[0].values["channel"], entry.states[0].values["type"]) for entry in told.book.of_kind("touch")
    )
    kinds = {type for _, type in touches}

    assert kinds == {"impression", "delivered", "open", "click", "visit", "form", "event", "reply"}
    assert touches["email", "delivered"] > touches["email", "open"] > touches["email", "click"] > 50
    for channel in ("paid_search", "paid_social"):
        assert 0.02 < touches[channel, "click"] / touches[channel, "impression"] < 0.12


def test_people_had_seen_us_before_we_knew_them() -> None:
    _, told = large()
    born = {entry.ref: entry.states[0].at for entry in told.book.of_kind("lead")}
    touches = [entry.states[0] for entry in told.book.of_kind("touch") if "lead" in entry.states[0].values]

    before = [state for state in touches if state.at < born[state.values["lead"]]]

    assert len(before) > 1000
    assert all(state.known >= born[state.values["lead"]] for state in before)


def test_credit_for_a_deal_adds_up_and_is_sometimes_shared() -> None:
    _, told = large()
    shares: dict[Ref, list[Decimal]] = {}
    for entry in told.book.of_kind("opp_split"):
        values = entry.states[0].values
        shares.setdefault(values["opp"], []).append(values["split_pct"])

    assert {sum(parts) for parts in shares.values()} == {1}
    assert sum(len(parts) == 2 for parts in shares.values()) > 30


def test_some_deals_skip_a_stage() -> None:
    _, told = large()
    stages = {"Discovery", "Demo", "Proposal", "Negotiation"}
    won = [
        {state.values.get("stage") for state in deal.states}
        for deal in told.book.of_kind("opportunity")
        if deal.states[0].values["type"] == "new" and any(state.values.get("outcome") == "won" for state in deal.states)
    ]

    skipping = [gone_through for gone_through in won if not stages <= gone_through]

    assert 0.03 < len(skipping) / len(won) < 0.25


def test_the_money_of_a_refund_goes_back() -> None:
    _, told = large()
    refunds = [entry for entry in told.book.of_kind("payment") if entry.states[0].values.get("is_refund")]
    credited = {entry.states[0].values["invoice"]: entry.states[0].values for entry in told.book.of_kind("credit_note")}

    assert len(refunds) > 3
    for refund in refunds:
        assert refund.states[0].values["amount"] == credited[refund.states[0].values["invoice"]]["amount"]


def test_consultants_are_planned_for_weeks_to_come() -> None:
    world, told = large()
    ahead = [
        entry
        for entry in told.book.of_kind("allocation")
        if entry.states[0].known < world.plan.cut and entry.states[0].values["week"] > world.plan.until
    ]

    assert len(ahead) > 5


def test_larger_customers_ask_for_work_by_the_hour_and_pay_what_was_worked() -> None:
    _, told = large()
    projects = {entry.ref for entry in told.book.of_kind("project") if entry.states[0].values.get("billing") == "tm"}
    deals = [entry for entry in told.book.of_kind("opportunity") if entry.states[0].values["type"] == "services"]
    worked: Counter[Ref | None] = Counter()
    billed: Counter[Ref] = Counter()
    for entry in told.book.of_kind("time_entry"):
        worked[entry.states[0].values.get("project")] += entry.states[0].values["hours"]
    for entry in told.book.of_kind("invoice_line"):
        if entry.states[0].values.get("project") in projects:
            billed[entry.states[0].values["project"]] += entry.states[0].values["qty"]

    assert len(projects) > 20
    assert len(deals) > len(projects)
    assert {project: worked[project] for project in projects} == billed


def test_some_accounts_belong_to_a_larger_one_that_was_known_before() -> None:
    _, told = large()
    accounts = {entry.ref: entry.states for entry in told.book.of_kind("account")}
    parents = {
        ref: state.values["parent"] for ref, states in accounts.items() for state in states if "parent" in state.values
    }

    assert len(parents) > 20
    assert not set(parents) & set(parents.values())
    assert {accounts[parent][0].values["segment"] for parent in parents.values()} == {"Enterprise"}

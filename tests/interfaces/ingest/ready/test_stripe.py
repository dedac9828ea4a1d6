"""From billing states to contract lines, by the rules that are settled; and Stripe's tables as they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tenure.business.billing.models import Contract, ContractLine, Discount
from tests.interfaces.ingest.ready.bringing import bring_ready, outcomes, reasons
from tests.support.exports import export

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

CUSTOMERS = "id,name,email,created,currency\ncus_1,Acme,ann@acme.com,2025-01-10 09:00:00,usd\n"
PRODUCTS = "id,name,active\nprod_1,Board,true\n"
PLANS = """id,nickname,product_id,amount,currency,interval,interval_count,usage_type
monthly,Monthly,prod_1,1050,usd,month,1,licensed
yearly,Yearly,prod_1,120000,usd,year,1,licensed
quarterly,Quarterly,prod_1,3000,usd,month,3,licensed
half,Half-yearly,prod_1,6000,usd,month,6,licensed
twice,Every other month,prod_1,500,usd,month,2,licensed
weekly,Weekly,prod_1,700,usd,week,1,licensed
fortnight,Fortnightly,prod_1,1400,usd,week,2,licensed
daily,Daily,prod_1,100,usd,day,1,licensed
calls,Per call,prod_1,,usd,month,1,metered
yen,Yen,prod_1,5000,jpy,month,1,licensed
"""
COUPONS = """id,name,duration,duration_in_months,percent_off,amount_off,currency
ever,Friend,forever,,20,,
once,Welcome,once,,50,,
three,Spring,repeating,3,50,,
fixed,Ten off,forever,,,200,usd
"""
SUBSCRIPTION = (
    "id,customer_id,status,created,start_date,trial_start,trial_end,cancel_at,cancel_at_period_end,canceled_at,"
    "ended_at,current_period_start,current_period_end,pause_collection_behavior,pause_collection_resumes_at"
)
BASE = {
    "id": "sub_1",
    "customer_id": "cus_1",
    "status": "active",
    "created": "2026-01-10 09:00:00",
    "start_date": "2026-01-10 09:00:00",
    "current_period_start": "2026-02-10 09:00:00",
    "current_period_end": "2026-03-10 09:00:00",
}
Lines = list[tuple[Any, ...]]


@pytest.fixture
def lines(ann: Any, tmp_path: Path) -> Any:
    """What lines a subscription becomes: amount, period, first and last day of each, by first day."""

    def become(*, plan: str = "monthly", quantity: str = "1", coupon: str = "", start: str = "", **said: str) -> Lines:
        row = {**BASE, **said}
        names = SUBSCRIPTION.split(",")
        files = {
            "customer": CUSTOMERS,
            "product": PRODUCTS,
            "plan": PLANS,
            "coupon": COUPONS,
            "subscription": f"{SUBSCRIPTION}\n{','.join(row.get(name, '') for name in names)}\n",
            "subscription_item": f"id,subscription_id,plan_id,quantity,created\nsi_1,sub_1,{plan},{quantity},\n",
            "subscription_discount": f"id,subscription_id,coupon_id,start,end\ndi_1,sub_1,{coupon},{start},\n",
        }
        return _brought(ann, tmp_path, files)

    return become


def _brought(by: Any, folder: Path, files: dict[str, str]) -> Lines:
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text)
    result = bring_ready("stripe", *paths, by=by)
    assert reasons(result) == {}
    rows = ContractLine.objects.order_by("service_start", "pk")
    return [(one.amount, one.period, one.service_start, one.service_end) for one in rows]


def day(text: str) -> date:
    return date.fromisoformat(text)


TEN_FIFTY, NEXT = Decimal("10.50"), day("2026-01-10")


def test_a_subscription_without_an_end_is_a_line_without_an_end(lines: Any) -> None:
    assert lines() == [(TEN_FIFTY, "month", NEXT, None)]
    contract = Contract.objects.get()
    assert (contract.status, contract.auto_renew, contract.is_month_to_month) == ("signed", True, True)
    assert (contract.signed_on, contract.end_on, contract.currency) == (NEXT, None, "")


@pytest.mark.parametrize("status", ["past_due", "unpaid"])
def test_who_does_not_pay_counts_until_it_is_cancelled(lines: Any, status: str) -> None:
    assert lines(status=status) == [(TEN_FIFTY, "month", NEXT, None)]


@pytest.mark.parametrize("status", ["incomplete", "incomplete_expired", "paused"])
def test_what_never_began_has_no_line(lines: Any, status: str) -> None:
    assert lines(status=status) == []
    assert Contract.objects.get().status == {"incomplete": "draft", "incomplete_expired": "void"}.get(status, "signed")


def test_a_trial_pays_nothing_and_the_line_begins_when_it_ends(lines: Any) -> None:
    trial = {"status": "trialing", "trial_start": "2026-01-10 09:00:00", "trial_end": "2026-01-24 09:00:00"}

    assert lines(**trial) == [(TEN_FIFTY, "month", day("2026-01-24"), None)]


def test_who_leaves_during_the_trial_never_had_a_line(lines: Any) -> None:
    said = {"status": "canceled", "trial_end": "2026-01-24 09:00:00", "ended_at": "2026-01-20 10:00:00"}

    assert lines(**said) == []


def test_a_cancelled_subscription_ends_the_day_before_it_ended(lines: Any) -> None:
    found = lines(status="canceled", canceled_at="2026-02-01 08:00:00", ended_at="2026-02-10 09:00:00")

    assert found == [(TEN_FIFTY, "month", NEXT, day("2026-02-09"))]
    contract = Contract.objects.get()
    assert (contract.status, contract.terminated_on) == ("terminated", day("2026-02-10"))
    assert contract.auto_renew is False


def test_what_begins_and_ends_within_a_day_was_never_active(lines: Any) -> None:
    assert lines(status="canceled", ended_at="2026-01-10 18:00:00") == []


def test_a_cancellation_at_the_end_of_the_period_ends_the_line_then(lines: Any) -> None:
    found = lines(cancel_at_period_end="true", canceled_at="2026-02-20 10:00:00")

    assert found == [(TEN_FIFTY, "month", NEXT, day("2026-03-09"))]
    assert Contract.objects.get().status == "signed"


def test_a_cancellation_on_a_date_ends_the_line_then(lines: Any) -> None:
    assert lines(cancel_at="2026-06-01 00:00:00") == [(TEN_FIFTY, "month", NEXT, day("2026-05-31"))]


def test_a_pause_ends_the_line_and_another_begins_when_it_resumes(lines: Any) -> None:
    found = lines(pause_collection_behavior="void", pause_collection_resumes_at="2026-05-01 00:00:00")

    assert found == [
        (TEN_FIFTY, "month", NEXT, day("2026-02-09")),
        (TEN_FIFTY, "month", day("2026-05-01"), None),
    ]
    first, second = ContractLine.objects.order_by("service_start")
    assert second.replaces == first


def test_a_pause_without_an_end_leaves_no_line_after_it(lines: Any) -> None:
    assert lines(pause_collection_behavior="keep_as_draft") == [(TEN_FIFTY, "month", NEXT, day("2026-02-09"))]


def test_the_quantity_multiplies_the_amount(lines: Any) -> None:
    assert lines(quantity="7") == [(Decimal("73.50"), "month", NEXT, None)]
    assert ContractLine.objects.get().qty == 7


@pytest.mark.parametrize(
    ("plan", "amount", "period"),
    [
        ("yearly", "1200", "year"),
        ("quarterly", "30", "quarter"),
        ("half", "120", "year"),  # 60 every six months
        ("twice", "30", "year"),  # 5 every two months
        ("weekly", "7", "week"),
        ("fortnight", "7", "week"),  # 14 every two weeks
        ("daily", "1", "day"),
    ],
)
def test_an_interval_becomes_a_period_that_there_is(lines: Any, plan: str, amount: str, period: str) -> None:
    assert lines(plan=plan) == [(Decimal(amount), period, NEXT, None)]


def test_what_is_metered_has_no_amount_and_does_not_recur(lines: Any) -> None:
    assert lines(plan="calls") == [(None, "month", NEXT, None)]
    assert ContractLine.objects.get().is_recurring is False


def test_a_currency_without_cents_is_taken_as_it_is(lines: Any) -> None:
    assert lines(plan="yen") == [(Decimal(5000), "month", NEXT, None)]
    assert ContractLine.objects.get().currency == "JPY"


def test_a_coupon_that_is_forever_lowers_the_amount(lines: Any) -> None:
    assert lines(coupon="ever") == [(Decimal("8.40"), "month", NEXT, None)]  # 10.50 less 20 %
    assert str(ContractLine.objects.get().discount) == "Friend"


def test_a_fixed_amount_off_lowers_the_whole_quantity_once(lines: Any) -> None:
    assert lines(coupon="fixed", quantity="2") == [(Decimal("19"), "month", NEXT, None)]  # 21.00 less 2.00


def test_a_coupon_that_holds_once_does_not_touch_the_line(lines: Any) -> None:
    assert lines(coupon="once") == [(TEN_FIFTY, "month", NEXT, None)]


def test_a_coupon_that_repeats_lowers_its_months_and_the_full_price_follows(lines: Any) -> None:
    found = lines(coupon="three", start="2026-01-10 09:00:00")

    assert found == [
        (Decimal("5.25"), "month", NEXT, day("2026-04-09")),
        (TEN_FIFTY, "month", day("2026-04-10"), None),
    ]
    lowered, full = ContractLine.objects.order_by("service_start")
    assert full.replaces == lowered


def test_a_coupon_that_comes_later_leaves_the_full_price_before_it(lines: Any) -> None:
    found = lines(coupon="three", start="2026-03-01 12:00:00", cancel_at="2026-12-01 00:00:00")

    assert found == [
        (TEN_FIFTY, "month", NEXT, day("2026-02-28")),
        (Decimal("5.25"), "month", day("2026-03-01"), day("2026-05-31")),
        (TEN_FIFTY, "month", day("2026-06-01"), day("2026-11-30")),
    ]


def test_who_leaves_while_a_coupon_runs_has_no_full_price_after_it(lines: Any) -> None:
    found = lines(coupon="three", start="2026-01-10 09:00:00", status="canceled", ended_at="2026-02-10 09:00:00")

    assert found == [(Decimal("5.25"), "month", NEXT, day("2026-02-09"))]


def test_a_fixed_amount_off_is_shared_by_the_items_of_a_subscription(ann: Any, tmp_path: Path) -> None:
    names = SUBSCRIPTION.split(",")
    files = {
        "customer": CUSTOMERS,
        "product": PRODUCTS,
        "plan": PLANS,
        "coupon": COUPONS,
        "subscription": f"{SUBSCRIPTION}\n{','.join(BASE.get(name, '') for name in names)}\n",
        "subscription_item": "id,subscription_id,plan_id,quantity\nsi_1,sub_1,monthly,1\nsi_2,sub_1,quarterly,1\n",
        "subscription_discount": "id,subscription_id,coupon_id,start,end\ndi_1,sub_1,fixed,,\n",
    }

    found = _brought(ann, tmp_path, files)

    # 2.00 off the invoice, 1.00 for each of two items.
    assert found == [(Decimal("9.50"), "month", NEXT, None), (Decimal(29), "quarter", NEXT, None)]


def test_the_same_tables_again_change_nothing(lines: Any, ann: Any, tmp_path: Path) -> None:
    lines(coupon="three", start="2026-01-10 09:00:00")

    again = bring_ready("stripe", *sorted(tmp_path.glob("*.csv")), by=ann)

    assert again.tallies.has_changed_nothing


def test_tables_of_a_warehouse_as_they_are(ann: Any) -> None:
    names = ("customer", "product", "plan", "price", "coupon", "subscription", "subscription_item")
    more = ("subscription_discount", "invoice", "invoice_line_item", "charge", "refund", "credit_note")
    folder = export("fivetran-stripe-seeds")

    result = bring_ready("stripe", *(folder / f"{name}_data.csv" for name in (*names, *more)), by=ann)

    # The ids of the seeds are scrambled, so subscriptions, invoices and credit notes lead to nobody; each is told.
    assert outcomes(result) == {
        ("customer_data", "account"): [{"created": 11, "left_out": 1}],  # one was deleted there
        ("product_data", "product"): [{"created": 10}],
        ("plan_data", "plan"): [{"created": 13}],
        ("price_data", "plan"): [{"created": 4}],
        ("coupon_data", "discount"): [{"created": 10}],
        ("subscription_data", "contract"): [{"rejected": 2}],
        ("subscription_item_data", "contract_line"): [{"left_out": 14}] * 4,
        ("invoice_data", "invoice"): [{"rejected": 2}],
        ("invoice_line_item_data", "invoice_line"): [{"rejected": 3}],
        ("charge_data", "payment"): [{"left_out": 16}],  # none of them pays for an invoice
        ("refund_data", "payment"): [{"left_out": 4}],
        ("credit_note_data", "credit_note"): [{"rejected": 2}],
    }
    assert sum(reasons(result).values()) == 9
    assert all("there is no" in reason for reason in reasons(result))
    coupon = Discount.objects.get(code="coupon_2")
    assert (coupon.percent_off, coupon.duration) == (Decimal("0.155"), "forever")
    assert Discount.objects.get(code="coupon_3").amount_off == 5

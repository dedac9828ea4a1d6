"""Usage events are landed by month, once per source and id, and replaced and taken back by batch."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.engine.lake import repeats
from tenure.engine.lake.forgetting import forget_users
from tenure.engine.lake.landing import Landed, Landing, TooManyMonthsError
from tenure.engine.lake.manifest import MANIFEST, DamagedLakeError, folder_of, segments
from tenure.engine.lake.usage import coverage, events, withdraw

JAN, FEB = datetime(2026, 1, 31, 23, 30, tzinfo=UTC), datetime(2026, 2, 1, 0, 30, tzinfo=UTC)


def land(lake: Path, *told: tuple[str, datetime], batch: str = "b1", source: str = "app", user: str = "ann") -> Landed:
    landing = Landing(lake=lake, source=source, batch=batch)
    if told:
        landing.add(some(told, user))
    return landing.finish()


def some(told: Any, user: str = "ann") -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(
        {
            "event_id": [one for one, _ in told],
            "account_id": ["acc_1"] * len(told),
            "user_id": [user] * len(told),
            "feature": ["board"] * len(told),
            "occurred_at": pa.array([at for _, at in told], pa.timestamp("us", tz="UTC")),
            "events": list(range(1, len(told) + 1)),
        }
    )


def ids(lake: Path) -> list[str]:
    return sorted(events(lake=lake).to_table(columns=["event_id"])["event_id"].to_pylist())


def test_events_lie_in_the_month_in_which_they_happened(tmp_path: Path) -> None:
    landed = land(tmp_path, ("a", JAN), ("b", FEB), ("c", JAN))

    assert landed == Landed(new=3, known=0, repeated=0, replaced=0)
    assert [(one.month, one.rows, one.batch, one.source) for one in segments(lake=tmp_path)] == [
        ("2026-01", 2, "b1", "app"),
        ("2026-02", 1, "b1", "app"),
    ]
    table = events(lake=tmp_path).to_table().sort_by("row").to_pylist()
    assert [(row["event_id"], row["events"], row["row"]) for row in table] == [("a", 1, 1), ("b", 2, 2), ("c", 3, 3)]
    assert table[0]["occurred_at"] == JAN


def test_of_a_repeated_id_the_first_event_stands_whatever_the_month(tmp_path: Path) -> None:
    landed = land(tmp_path, ("a", FEB), ("b", JAN), ("a", JAN), ("a", FEB))

    assert landed == Landed(new=2, known=0, repeated=2, replaced=0)
    kept = {row["event_id"]: row["occurred_at"] for row in events(lake=tmp_path).to_table().to_pylist()}
    assert kept == {"a": FEB, "b": JAN}


def test_what_is_in_the_lake_already_is_not_landed_again(tmp_path: Path) -> None:
    land(tmp_path, ("a", JAN), ("b", FEB))

    again = land(tmp_path, ("a", JAN), ("b", FEB), ("c", FEB), ("c", FEB), batch="b2")

    assert again == Landed(new=1, known=2, repeated=1, replaced=0)
    assert ids(tmp_path) == ["a", "b", "c"]


def test_more_events_than_memory_holds_are_compared_in_portions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "MARKS_AT_ONCE", 2)
    land(tmp_path, ("a", JAN), ("b", JAN), ("a", FEB), ("c", FEB), ("b", FEB))

    landed = land(tmp_path, ("c", JAN), ("d", JAN), ("d", FEB), ("e", FEB), batch="b2")

    assert (landed.new, landed.known, landed.repeated) == (2, 1, 1)
    assert ids(tmp_path) == ["a", "b", "c", "d", "e"]


def test_the_same_id_of_another_source_is_another_event(tmp_path: Path) -> None:
    land(tmp_path, ("a", JAN))

    assert land(tmp_path, ("a", JAN), batch="b2", source="site").new == 1
    assert ids(tmp_path) == ["a", "a"]
    assert coverage(lake=tmp_path) == {
        "app": (JAN.isoformat(), JAN.isoformat()),
        "site": (JAN.isoformat(), JAN.isoformat()),
    }


def test_a_batch_that_is_landed_again_takes_its_own_place(tmp_path: Path) -> None:
    land(tmp_path, ("a", JAN), ("b", JAN))
    land(tmp_path, ("z", JAN), batch="other")

    again = land(tmp_path, ("b", FEB), ("c", FEB))

    assert again == Landed(new=2, known=0, repeated=0, replaced=2)
    assert ids(tmp_path) == ["b", "c", "z"]


def test_a_batch_is_taken_back_whole(tmp_path: Path) -> None:
    land(tmp_path, ("a", JAN), ("b", FEB))
    land(tmp_path, ("c", JAN), batch="b2")

    assert withdraw(lake=tmp_path, batch="b1") == 2

    assert ids(tmp_path) == ["c"]
    assert withdraw(lake=tmp_path, batch="b1") == 0


def test_trying_out_says_what_would_come_and_leaves_nothing(tmp_path: Path) -> None:
    land(tmp_path, ("a", JAN))
    landing = Landing(lake=tmp_path, source="app", batch="b2")
    landing.add(some([("a", JAN), ("b", JAN), ("b", JAN)]))

    assert landing.finish(is_tried_out=True) == Landed(new=1, known=1, repeated=1, replaced=0)

    assert ids(tmp_path) == ["a"]
    assert not landing.staging.exists()


def test_nothing_counts_before_the_end_and_what_a_kill_leaves_is_swept_away(tmp_path: Path) -> None:
    land(tmp_path, ("a", JAN))
    landing = Landing(lake=tmp_path, source="app", batch="b2")
    landing.add(some([("b", JAN)]))
    landing._wait()  # what a killed process wrote, it has written
    orphan = folder_of(tmp_path) / "month=2026-01" / "b9-0.parquet"
    orphan.write_bytes(b"half")

    assert ids(tmp_path) == ["a"]

    land(tmp_path, ("b", JAN), batch="b2")
    assert ids(tmp_path) == ["a", "b"]
    assert not orphan.exists()


def test_an_empty_landing_leaves_an_empty_lake(tmp_path: Path) -> None:
    assert land(tmp_path) == Landed(new=0, known=0, repeated=0, replaced=0)
    assert ids(tmp_path) == []
    assert events(lake=tmp_path / "nowhere").count_rows() == 0


def test_who_did_it_can_be_forgotten_while_the_counts_stay(tmp_path: Path) -> None:
    land(tmp_path, ("a", JAN), ("b", FEB))
    land(tmp_path, ("c", JAN), batch="b2", user="bob")
    before = {path.name for path in folder_of(tmp_path).glob("month=*/*")}

    assert forget_users(lake=tmp_path, users=frozenset({"ann"}), erased="erased") == 2

    rows = {row["event_id"]: row["user_id"] for row in events(lake=tmp_path).to_table().to_pylist()}
    assert rows == {"a": "erased", "b": "erased", "c": "bob"}
    after = {path.name for path in folder_of(tmp_path).glob("month=*/*")}
    assert len(before & after) == 1
    assert forget_users(lake=tmp_path, users=frozenset({"ann"}), erased="erased") == 0
    assert withdraw(lake=tmp_path, batch="b1") == 2


def test_a_damaged_list_is_named(tmp_path: Path) -> None:
    land(tmp_path, ("a", JAN))
    (folder_of(tmp_path) / MANIFEST).write_text("{}")

    with pytest.raises(DamagedLakeError, match="Restore the lake"):
        segments(lake=tmp_path)


def test_a_column_that_every_event_needs_is_asked_for(tmp_path: Path) -> None:
    landing = Landing(lake=tmp_path, source="app", batch="b1")

    with pytest.raises(ValueError, match="need the column account_id"):
        landing.add(some([("a", JAN)]).drop_columns(["account_id"]))


def test_dates_that_spread_over_more_months_than_anyone_lived_are_refused(tmp_path: Path) -> None:
    landing = Landing(lake=tmp_path, source="app", batch="b1")
    far = [(str(year), datetime(year, month, 1, tzinfo=UTC)) for year in range(1970, 2021) for month in range(1, 13)]

    landing.add(some(far))

    with pytest.raises(TooManyMonthsError):
        landing.finish()
    assert not landing.staging.exists()


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["b1", "b2", "b3"]),
            st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([JAN, FEB])), max_size=8),
        ),
        max_size=5,
    )
)
def test_whatever_is_landed_in_whatever_order_each_id_stands_once(
    tmp_path_factory: Any, landings: list[tuple[str, list[tuple[str, datetime]]]]
) -> None:
    lake = tmp_path_factory.mktemp("lake")
    standing: dict[str, str] = {}
    for batch, told in landings:
        standing = {name: owner for name, owner in standing.items() if owner != batch}
        known = {name for name, _ in told if name in standing}
        new = {name for name, _ in told} - set(standing)

        landed = land(lake, *told, batch=batch)

        assert (landed.new, landed.new + landed.known + landed.repeated) == (len(new), len(told))
        assert landed.known == len(known)
        standing |= dict.fromkeys(new, batch)
        assert ids(lake) == sorted(standing)


KILLED = """
import sys, time
from pathlib import Path
import pyarrow.parquet as pq
from tenure.engine.lake.landing import Landing
lake = Path(sys.argv[1])
batch = pq.read_table(sys.argv[2]).to_batches()[0]
print("ready", flush=True)
landing = Landing(lake=lake, source="app", batch="b2")
landing.add(batch)
landing.finish()
"""


@pytest.mark.slow
def test_a_kill_anywhere_leaves_all_of_a_landing_or_nothing(tmp_path: Path) -> None:
    lake, given_file = tmp_path / "lake", tmp_path / "events.parquet"
    land(lake, ("a", JAN))
    told = [(f"e{number}", datetime(2026, 1 + number % 12, 1, tzinfo=UTC)) for number in range(20_000)]
    pq.write_table(pa.Table.from_batches([some(told)]), given_file)
    seen = set()
    for step in range(10):
        program = [sys.executable, "-c", KILLED, str(lake), str(given_file)]
        with subprocess.Popen(program, stdout=subprocess.PIPE, env={**os.environ}) as running:
            assert running.stdout is not None
            running.stdout.readline()
            try:
                running.wait(timeout=0.03 * step)
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGKILL)

        count = events(lake=lake).count_rows()
        assert count in (1, 20_001)
        seen.add(count)
        withdraw(lake=lake, batch="b2")

    land(lake, ("late", FEB), batch="b3")
    assert ids(lake) == ["a", "late"]

"""What a mapping may say about usage events, which go into the lake and are no records."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.mapping.errors import Fault, suggestion
from tenure.interfaces.ingest.mapping.schema import ANY_ID, CREATE, ID, PUBLIC_ID, Target

ACCOUNT = "account"
PROPERTIES = "properties."
NEEDED = ("account", "occurred_at")
FIELDS = (*NEEDED, "user", "feature", "events", "duration_seconds")


def faults_of_usage(target: Target, place: str) -> Iterator[Fault]:
    """What is wrong with the fields of a target that makes usage events."""
    for name in NEEDED:
        if name not in target.fields:
            yield Fault(f"{place} › fields", f"usage events need “{name}”.")
    for name in target.fields:
        if name not in FIELDS and not name.startswith(PROPERTIES):
            hint = suggestion(name, {*FIELDS, f"{PROPERTIES}…"})
            yield Fault(f"{place} › fields › {name}", f"usage events have no field “{name}”.{hint}")
    account = target.fields.get("account")
    if account is not None:
        yield from _of_account(account.find, f"{place} › fields › account")
        if account.missing == CREATE:
            yield Fault(f"{place} › fields › account", "no account is made for a usage event; import accounts first.")
    for name, rule in target.fields.items():
        if rule.find and name != "account":
            yield Fault(f"{place} › fields › {name}", "`find` is for the account; this field is no link.")
    if target.match:
        yield Fault(f"{place} › match", "usage events are known by their `id` alone.")


def _of_account(ways: list[str], place: str) -> Iterator[Fault]:
    model = model_of(ACCOUNT)
    if not ways:
        yield Fault(place, "say with `find` by what the account is found, as in `find: id`.")
    names = {field.name for field in model._meta.local_concrete_fields if not field.is_relation}
    names |= {ID, ANY_ID, PUBLIC_ID}
    for way in ways:
        if way not in names:
            yield Fault(place, f"{model.kind.plural} cannot be found by “{way}”.{suggestion(way, names)}")

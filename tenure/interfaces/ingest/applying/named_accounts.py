"""The accounts that usage speaks of, looked up once by what the source calls them, and kept as columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from tenure.interfaces.ingest.applying.lookups import MOST_REMEMBERED, Finder, Trouble, pieces


@dataclass
class NamedAccounts:
    """Names beside public ids; no id where a name leads nowhere, and then `troubles` says why."""

    finder: Finder
    troubles: dict[str, str] = field(default_factory=dict)
    _names: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    _ids: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))

    def ids_of(self, names: pa.Array) -> pa.Array:
        """The public id for each of the names, which differ from each other."""
        if len(self._names) + len(names) > MOST_REMEMBERED:
            self._names, self._ids = self._names[:0], self._ids[:0]
            self.troubles.clear()
        unknown = names.filter(pc.is_null(pc.index_in(names, value_set=self._names)))
        if len(unknown):
            self._ids = pa.concat_arrays([self._ids, pa.array(self._looked_up(unknown.to_pylist()), pa.string())])
            self._names = pa.concat_arrays([self._names, unknown])
        return self._ids.take(pc.index_in(names, value_set=self._names))

    def _looked_up(self, names: list[str]) -> list[str | None]:
        found = self.finder.find(name for name in names if name)
        numbers = {name: found[name] for name in names if name}
        public_ids: dict[int, str] = {}
        for portion in pieces({number for number in numbers.values() if isinstance(number, int)}):
            public_ids.update(self.finder.model.objects.filter(pk__in=portion).values_list("pk", "public_id"))
        for name, number in numbers.items():
            if isinstance(number, Trouble):
                self.troubles[name] = f"account: {number.reason}"
        ids = {name: public_ids.get(number) for name, number in numbers.items() if isinstance(number, int)}
        return [ids.get(name) for name in names]

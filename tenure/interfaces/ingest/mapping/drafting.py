"""One table on its way to a target: its columns matched to fields, and what follows where no column says it."""

from __future__ import annotations

from typing import Any

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.records.custom_values import custom_fields
from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.kinds import Kind, model_of
from tenure.interfaces.ingest.columns import (
    EXTERNAL_ID,
    KNOWN_FROM,
    ColumnType,
    Match,
    Question,
    Topic,
    describe,
    match_columns,
    own_field_for,
)
from tenure.interfaces.ingest.columns.agreeing import agreeing
from tenure.interfaces.ingest.mapping.deals import DEAL, how_it_ended, with_product
from tenure.interfaces.ingest.mapping.kind_of_rows import SURE
from tenure.interfaces.ingest.mapping.names import full_name
from tenure.interfaces.ingest.mapping.periods import LINE, period_of_amount
from tenure.interfaces.ingest.mapping.rules import link_rule, meant, written
from tenure.interfaces.ingest.mapping.schema import OwnField, Rule, Target
from tenure.interfaces.ingest.reading import Table


class Draft:
    """One table, the kind of its rows, and the rules found so far."""

    def __init__(self, table: Table, kind: Kind, keep_unmapped: bool) -> None:
        self.table, self.kind = table, kind
        profiles, told = agreeing(describe(table))
        self.profiles = {profile.name: profile for profile in profiles}
        labels = {one.key: one.label for one in custom_fields(kind_key=kind.key)}
        self.matches = match_columns(list(self.profiles.values()), kind, own_fields=labels)
        self.notes: list[str] = [f"{table.name}: {sentence}" for sentence in (*table.notes.sentences(), *told)]
        self.own: list[OwnField] = []
        self.questions: list[tuple[str, Question]] = []
        self.rules: dict[str, Rule] = {}
        self.id: Rule | None = None
        self.known: Rule | None = None
        for match in self.matches:
            self._take(match)
        if kind.key == DEAL:
            self._end()
        if kind.key == LINE:
            self._say_period()
        self.unmapped = [match.column for match in self.matches if self._is_left(match)]
        self.product = self._product()
        self._put_names_together()
        if keep_unmapped:
            self._keep(labels)
        self._name()

    def targets(self, is_one_of_many: bool) -> list[Target]:
        """What the rows become: first what they are, then what else they tell."""
        first = self.target(is_one_of_many)
        found = with_product(first, [self.product]) if self.product else None
        return [first, found[0]] if found else [first]

    def target(self, is_one_of_many: bool) -> Target:
        """What the rows are."""
        match = [] if self.id is not None else self._known_again()
        return Target(
            kind=self.kind.key,
            table=self.table.name if is_one_of_many else None,
            id=self.id,
            match=match,
            known_from=self.known,
            fields=self.rules,
        )

    def _end(self) -> None:
        added = how_it_ended(self.rules, self.profiles)
        self.rules.update(added)
        if added:
            self.notes.append(f"{self.table.name}: {' and '.join(added)} are taken from how deals ended.")

    def _say_period(self) -> None:
        """Where only the name of the amount says for how long it is."""
        period = None if "period" in self.rules else period_of_amount(self.rules)
        if period is not None:
            self.rules["period"] = Rule(constant=period)
            column = self.rules["amount"].column
            self.notes.append(f"{self.table.name}: {column} is taken as an amount per {period}, as its name says.")

    def _product(self) -> str | None:
        """The column of a deal's product, which becomes a line of the deal."""
        if self.kind.key != DEAL or not self.rules:
            return None
        found = with_product(self.target(is_one_of_many=False), self.unmapped)
        if found is None:
            return None
        self.unmapped.remove(found[1])
        self.notes.append(f"{self.table.name}: {found[1]} becomes the product of a line of each deal.")
        return found[1]

    def _is_left(self, match: Match) -> bool:
        rules = [*self.rules.values(), *(rule for rule in (self.id, self.known) if rule is not None)]
        is_used = any(rule.column == match.column for rule in rules)
        return not is_used and self.profiles[match.column].type is not ColumnType.EMPTY

    def _take(self, match: Match) -> None:
        if match.field is None or match.confidence < SURE:
            return
        profile = self.profiles[match.column]
        if match.field == EXTERNAL_ID:
            self.id = Rule(column=match.column)
            return
        rule = link_rule(profile=profile, kind=self.kind.key, field=match.field, look_up=match.look_up)
        if match.field == KNOWN_FROM:
            self.known = rule
        else:
            rule, unknown = meant(rule=rule, profile=profile, kind=self.kind.key, field=match.field)
            if unknown and len(unknown) == len(profile.values or profile.examples):
                return
            if unknown:
                words = ", ".join(unknown[:5])
                told = f"{self.table.name}: {match.field} knows no {words}; say under `values` what they mean."
                self.notes.append(told)
            self.rules[match.field] = rule
        self.questions += [(match.field, question) for question in profile.questions if self._matters(match, question)]

    def _matters(self, match: Match, question: Question) -> bool:
        if match.field == KNOWN_FROM or (match.field or "").startswith(CUSTOM):
            return True
        one: Any = model_of(self.kind.key)._meta.get_field(str(match.field))
        sort = one.get_internal_type()
        if question.topic is Topic.DATE_ORDER:
            return sort in ("DateField", "DateTimeField")
        return "Integer" in sort or "Decimal" in sort or isinstance(one, AmountField)

    def _keep(self, labels: dict[str, str]) -> None:
        taken = {*labels, *(one.key for one in self.own)}
        for column in self.unmapped:
            own = own_field_for(self.profiles[column], taken=taken)
            taken.add(own.key)
            options = list(own.options)
            self.own.append(OwnField(kind=self.kind.key, key=own.key, label=own.label, type=own.type, options=options))
            self.rules[CUSTOM + own.key] = Rule(column=column, **written(self.profiles[column]))
            self.questions += [
                (CUSTOM + own.key, one) for one in self.profiles[column].questions if one.topic is not Topic.CURRENCY
            ]
        self.unmapped = []

    def _put_names_together(self) -> None:
        """A first and a last name in columns of their own are one name."""
        found = None if "name" in self.rules or self.kind.title != "name" else full_name(self.unmapped)
        if found is None:
            return
        rule, columns = found
        self.rules = {"name": rule, **self.rules}
        self.unmapped = [column for column in self.unmapped if column not in columns]
        self.notes.append(f"{self.table.name}: the name is put together from {' and '.join(columns)}.")

    def _name(self) -> None:
        """A kind that needs a name gets one made of what the rows have, and says so."""
        field: Any = model_of(self.kind.key)._meta.get_field(self.kind.title)
        if field.is_relation or field.blank or self.kind.title in self.rules:
            return
        account = self.rules.get(self.kind.account or "")
        parts = [rule.column for rule in (account, self.id) if rule is not None and rule.column]
        if not parts:
            return
        names = ", ".join(f"`{part}`" for part in parts)
        self.rules = {self.kind.title: Rule(expression=f"join(' ', {names})"), **self.rules}
        self.notes.append(
            f"{self.table.name}: no column holds a {self.kind.title}; it is made of {' and '.join(parts)}."
        )

    def _known_again(self) -> list[str]:
        """Without ids: by the domain or e-mail, which only one can have, else by the title."""
        for name in ("domain", "email", self.kind.title):
            rule = self.rules.get(name)
            if rule is not None and rule.column and self.profiles[rule.column].is_unique:
                return [name]
        return []

"""The company itself, its teams and people, its exchange rates and its business calendars."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tenure.foundation.organisation.fields import RateField, check_zone
from tenure.foundation.records.columns import colleague, day, link, long_text, part_of_own_kind, text
from tenure.foundation.records.constraints import unique_while_live
from tenure.foundation.records.fields import CurrencyField
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record, Versioned

FUNCTION_CHOICES = [(function.value, function.value.capitalize()) for function in Function]


class Weekday(models.IntegerChoices):
    """The days of the week, numbered as Python's `date.weekday()`."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class Company(Versioned):
    """The company that uses this installation: one row. Its zone decides days; numbers are told in its currency."""

    name = text(required=True)
    currency = CurrencyField()
    zone = models.CharField(max_length=64, default="UTC", help_text="As in the IANA list, such as Europe/Berlin.")
    fiscal_year_start_month = models.PositiveSmallIntegerField(default=1)
    week_start = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)
    rate_max_age_days = models.PositiveSmallIntegerField(
        default=31, help_text="An exchange rate is used for at most this many days after its own; then it is missing."
    )
    default_calendar = link("organisation.BusinessCalendar", related_name="+")
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(only=True), name="company_only_one"),
            models.CheckConstraint(
                condition=Q(fiscal_year_start_month__gte=1, fiscal_year_start_month__lte=12),
                name="company_fiscal_month",
                violation_error_message="The fiscal year starts in a month from 1 to 12.",
            ),
            models.CheckConstraint(condition=Q(week_start__lte=6), name="company_week_start"),
        ]

    def __str__(self) -> str:
        return self.name


class MetricSetting(Versioned):
    """A parameter of the definitions of numbers, where the company says otherwise than what they come with."""

    key = models.CharField(max_length=60, unique=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.key


class MetricOwner(Versioned):
    """Who answers for a number, where the company named somebody."""

    key = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.key


class ExchangeRate(Versioned):
    """What one unit of a currency is worth in the company's on a day: amount × rate = amount in `to_currency`."""

    from_currency = CurrencyField()
    to_currency = CurrencyField()
    rate = RateField()
    on = models.DateField()
    source = text(length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_currency", "to_currency", "on"],
                name="exchange_rate_unique",
                violation_error_message="There already is a rate between these currencies on this day.",
            ),
            models.CheckConstraint(
                condition=~Q(from_currency=F("to_currency")),
                name="exchange_rate_two_currencies",
                violation_error_message="A rate lies between two different currencies.",
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"1 {self.from_currency} = {self.rate:f} {self.to_currency} on {self.on}"


class Team(Record):
    """A group of colleagues within a function."""

    name = text(required=True)
    function = models.CharField(max_length=20, choices=FUNCTION_CHOICES, blank=True, default="")
    lead = colleague(label="Team lead")
    region = text(length=100)
    parent = part_of_own_kind(related_name="parts")
    description = long_text()

    kind = Kind(
        key="team",
        prefix="tea",
        label="Team",
        plural="Teams",
        function=Function.COMPANY,
        title="name",
        columns=("name", "function", "lead", "parent", "region"),
        sections=(Section("Team", ("name", "function", "lead", "parent", "region", "description")),),
        tree="parent",
        search=("name",),
        icon="users-group",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("team", "name")]


class Person(Record):
    """A colleague, with or without a login. Whoever owns a record, carries a quota or books time is one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="person",
        verbose_name="Login",
    )
    name = text(required=True)
    email = models.EmailField("E-mail", blank=True, default="")
    phone = text(length=50)
    function = models.CharField(max_length=20, choices=FUNCTION_CHOICES, blank=True, default="")
    role = text(length=100, label="Role", help_text="What they do, such as Account executive.")
    team = link("organisation.Team", related_name="members")
    region = text(length=100)
    manager = part_of_own_kind(related_name="reports", label="Reports to")
    hired_on = day()
    ramped_on = day(label="Ramped on")
    left_on = day()

    kind = Kind(
        key="person",
        prefix="per",
        label="Person",
        plural="People",
        function=Function.COMPANY,
        title="name",
        columns=("name", "function", "role", "team", "region", "manager", "hired_on", "left_on"),
        sections=(
            Section("Person", ("name", "email", "phone", "user")),
            Section("Place in the company", ("function", "role", "team", "region", "manager")),
            Section("Dates", ("hired_on", "ramped_on", "left_on")),
        ),
        born="hired_on",
        happened={"hired_on": (), "ramped_on": (), "left_on": ()},
        tree="manager",
        search=("name", "email", "role"),
        asks=("email", "function", "team"),
        personal=("name", "email", "phone"),
        icon="user",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("person", "email", filled="email")]


class BusinessCalendar(Record):
    """When a part of the company works: a zone, intervals of the week, holidays."""

    name = text(length=100, required=True)
    zone = models.CharField(
        "Time zone", max_length=64, validators=[check_zone], help_text="As in the IANA list, such as Europe/Berlin."
    )

    kind = Kind(
        key="calendar",
        prefix="cal",
        label="Business calendar",
        plural="Business calendars",
        function=Function.COMPANY,
        title="name",
        columns=("name", "zone"),
        sections=(Section("Calendar", ("name", "zone")),),
        search=("name", "zone"),
        icon="calendar-time",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("calendar", "name")]


class CalendarInterval(Versioned):
    """A stretch of working time on a weekday, local; `ends` at 00:00 means the end of that day."""

    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.CASCADE, related_name="intervals")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "weekday", "starts"], name="calendar_interval_unique"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="calendar_interval_weekday"),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")) | Q(ends="00:00"),
                name="calendar_interval_forward",
                violation_error_message="An interval ends after it starts; 00:00 is the end of the day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Weekday(self.weekday).label} {self.starts:%H:%M}–{self.ends:%H:%M}"


class Holiday(Versioned):
    """A day on which a calendar does not work."""

    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.CASCADE, related_name="holidays")
    on = models.DateField()
    name = text(length=100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["calendar", "on"], name="holiday_unique")]

    def __str__(self) -> str:
        return f"{self.name} ({self.on})"

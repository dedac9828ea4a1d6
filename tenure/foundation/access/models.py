"""Who may come in and what they may do: users, roles, exceptions to the rights, invitations, the log of sign-ins."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tenure.foundation.access.roles import COMPANY_WIDE, Level, Role
from tenure.foundation.records.kinds import Function
from tenure.foundation.records.model import Versioned

FUNCTION_CHOICES = [(function.value, function.value.capitalize()) for function in Function]


class Users(BaseUserManager["User"]):
    """Users by e-mail, whatever its case."""

    def create_user(self, *, email: str, name: str, password: str | None = None, **more: Any) -> User:
        """A new user; without a password they cannot sign in with one."""
        user = User(email=email.strip().lower(), name=name.strip(), **more)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """Somebody who can sign in. The login is the e-mail address; `RoleAssignment` says what they may do."""

    id = models.BigAutoField(primary_key=True)
    email = models.EmailField("E-mail", unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="There already is a user with this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, as Django and allauth ask for it."""
        return self.name


class RoleAssignment(Versioned):
    """One role of one user; managers and members have theirs within a function."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    function = models.CharField(max_length=20, choices=FUNCTION_CHOICES, null=True, blank=True)  # noqa: DJ001 - null: whole company

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "function"], nulls_distinct=False, name="role_assignment_unique"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(COMPANY_WIDE), function__isnull=True)
                | Q(~Q(role__in=sorted(COMPANY_WIDE)), function__isnull=False),
                name="role_assignment_function",
                violation_error_message="Managers and members belong to a function; other roles to the whole company.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Role(self.role).label} {self.function or ''}".strip()


class RightsRule(Versioned):
    """An exception that an administrator made to the rights of a role: for a kind, or for one field of it."""

    role = models.CharField(max_length=20, choices=[choice for choice in Role.choices if choice[0] != "administrator"])
    function = models.CharField(max_length=20, choices=FUNCTION_CHOICES, null=True, blank=True)  # noqa: DJ001 - null: any function
    kind_key = models.CharField(max_length=40)
    field = models.CharField(max_length=60, blank=True, default="", help_text="Empty: the whole kind.")
    level = models.CharField(max_length=10, choices=Level.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["role", "function", "kind_key", "field"],
                nulls_distinct=False,
                name="rights_rule_unique",
                violation_error_message="There already is an exception for this role, kind and field.",
            )
        ]

    def __str__(self) -> str:
        of = f"{self.kind_key}.{self.field}" if self.field else self.kind_key
        return f"{self.role} {self.function or ''}: {of} {self.level}"


class Invitation(Versioned):
    """A way in for one person, once, until it expires. Only a hash of its secret is kept."""

    email = models.EmailField("E-mail")
    name = models.CharField(max_length=200, blank=True, default="")
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email


class SignInKind(models.TextChoices):
    """What happened at the door."""

    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    FAILED = "failed", "Sign-in failed"
    THROTTLED = "throttled", "Sign-in refused after too many tries"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    PASSWORD_RESET = "password_reset", "Password reset"
    FACTOR_ADDED = "factor_added", "Second factor added"
    FACTOR_REMOVED = "factor_removed", "Second factor removed"
    FACTOR_FAILED = "factor_failed", "Second factor failed"
    CODES_MADE = "codes_made", "Recovery codes made"
    EMAIL_CHANGED = "email_changed", "E-mail address changed"


class SignInEvent(models.Model):
    """One line of the log of the door. Never altered."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20, choices=SignInKind.choices)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="sign_in_events")
    email = models.EmailField(blank=True, default="")
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "at"], name="sign_in_event_user")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.email}"

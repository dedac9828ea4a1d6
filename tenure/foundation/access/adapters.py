"""How the sign-in library is bound to this product: closed sign-up, mails by our outbox, throttling in the log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.password_reset import get_reset_password_from_key_url
from allauth.core import context as library
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from tenure.foundation.access.models import SignInKind, User
from tenure.foundation.access.own_account import follow_address
from tenure.foundation.access.sessions import end_sessions
from tenure.foundation.access.sign_in_log import log
from tenure.foundation.access.single_sign_on import join, may_join
from tenure.foundation.clock import now
from tenure.foundation.mail.outbox import send

SECRETS = ("password_reset_url", "activate_url", "key", "code")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people come in by invitation or single sign-on."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends by the outbox, like all our mail; links that let somebody in are forgotten there once they are sent."""
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        pages = [body for body, mimetype in getattr(message, "alternatives", []) if mimetype == "text/html"]
        send(
            to=email,
            subject=message.subject,
            text=message.body,
            html=pages[0] if pages else None,
            secret_until=now() + _longest_life() if any(context.get(name) for name in SECRETS) else None,
            now=now(),
        )

    def set_password(self, user: User, password: str) -> None:
        """Sets the password and ends the user's other sessions at once."""
        super().set_password(user, password)
        request = library.request
        is_own = request is not None and getattr(request, "user", None) == user
        end_sessions(user=user, keep=(request.session.session_key or "") if is_own else "")

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Makes a proven address the one to sign in with; what goes with it follows."""
        user: User = email_address.user
        before = user.email
        is_done = super().confirm_email(request, email_address)
        user.refresh_from_db()
        if is_done and user.email != before:
            follow_address(user=user, before=before, path="web:/account/email/", now=now())
            log(kind=SignInKind.EMAIL_CHANGED, request=request, user=user)
        return is_done

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """A link on the installation's own address, as for the password."""
        return settings.SITE_ADDRESS.rstrip("/") + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to the page of the address; whoever is not signed in passes the sign-in first."""
        return reverse("account_email")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link on the installation's own address, whatever host name the request came by."""
        path = get_reset_password_from_key_url(None, key)
        return settings.SITE_ADDRESS.rstrip("/") + path[path.index(reverse("account_reset_password")) :]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses too many wrong passwords, and notes that in the log."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            email = str(credentials.get("email") or "").lower()
            log(kind=SignInKind.THROTTLED, request=request, user=_user(email), email=email)
            raise


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Sign-in by an identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Only for the invited and for people of the named domains, with an address that the provider verified."""
        email, is_verified = _address(sociallogin)
        return may_join(email=email, is_verified=is_verified, now=now())

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Always: there is nothing to ask."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """The name and address as the provider tells them."""
        user: User = sociallogin.user
        user.email = (data.get("email") or "").lower()
        parts = [data.get("first_name") or "", data.get("last_name") or ""]
        user.name = data.get("name") or " ".join(part for part in parts if part) or user.email
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Makes the login, in a recorded act, and ties the provider's account to it."""
        email, is_verified = _address(sociallogin)
        name = sociallogin.user.name
        user = sociallogin.user = join(email=email, name=name, is_verified=is_verified, now=now())
        sociallogin.save(request, connect=True)
        return user


def _longest_life() -> timedelta:
    """How long the links in the library's mails work at most."""
    return max(
        timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT), timedelta(days=app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS)
    )


def _user(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def _address(sociallogin: Any) -> tuple[str, bool]:
    for address in sociallogin.email_addresses:
        return address.email.lower(), address.verified is True
    return "", False

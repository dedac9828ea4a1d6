"""The access room: users, roles, rights, the door."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed


class AccessConfig(AppConfig):
    """Listens to the sign-in library, which tells of sign-ins by signal only."""

    name = "tenure.foundation.access"
    label = "access"

    def ready(self) -> None:
        """Ties the log of the door to the signals."""
        from allauth.account import signals as account
        from allauth.mfa import signals as mfa

        from tenure.foundation.access import sign_in_log

        user_logged_in.connect(sign_in_log.signed_in)
        user_logged_out.connect(sign_in_log.signed_out)
        user_login_failed.connect(sign_in_log.failed)
        account.password_changed.connect(sign_in_log.password_changed)
        account.password_set.connect(sign_in_log.password_changed)
        account.password_reset.connect(sign_in_log.password_reset)
        mfa.authenticator_added.connect(sign_in_log.factor_added)
        mfa.authenticator_removed.connect(sign_in_log.factor_removed)
        mfa.authenticator_reset.connect(sign_in_log.codes_made)
        mfa.authentication_failed.connect(sign_in_log.factor_failed)

"""Django's settings. What a person may set comes from the environment and is listed in docs/reference/settings.md."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from tenure.configuration import single_sign_on
from tenure.configuration.home import home, secret_key
from tenure.configuration.mail import mail_server

HOME = home()
SECRET_KEY = secret_key(folder=HOME)
DEBUG = False
SITE_ADDRESS = os.environ.get("TENURE_ADDRESS", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("TENURE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]

ROOMS = [
    "foundation.records",
    "foundation.access",
    "foundation.organisation",
    "foundation.jobs",
    "foundation.files",
    "foundation.mail",
    "foundation.search",
    "engine.lake",
    "business.accounts",
    "business.marketing",
    "business.sales",
    "business.billing",
    "business.delivery",
    "business.support",
    "business.success",
    "business.finance",
    "lifecycle.work",
    "interfaces.ingest",
    "interfaces.web",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    *[f"tenure.{room}" for room in ROOMS],
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tenure.interfaces.web.shell.middleware.ToastMiddleware",
    "tenure.interfaces.web.shell.middleware.SignInMiddleware",
    "tenure.interfaces.web.shell.middleware.DayMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenure.foundation.access.activity.SessionActivityMiddleware",
]
ROOT_URLCONF = "tenure.configuration.urls"
WSGI_APPLICATION = "tenure.configuration.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parents[1] / "interfaces" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tenure.interfaces.web.shell.context.shell",
            ],
        },
    }
]


# A new connection reads the whole schema, which costs more than most pages.
CONNECTION_SECONDS = 60


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
    }


DATABASE_URL = os.environ.get("DATABASE_URL")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=CONNECTION_SECONDS)
    if DATABASE_URL
    else _sqlite(HOME / "tenure.sqlite3")
}

_MAIL = mail_server(address=os.environ.get("TENURE_SMTP_URL"))
EMAIL_BACKEND = "tenure.foundation.mail.backend.OutboxBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_USE_SSL = _MAIL.host, _MAIL.port, _MAIL.is_tls_first
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
DEFAULT_FROM_EMAIL = os.environ.get("TENURE_MAIL_FROM", "Tenure <tenure@localhost>")

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "tenure.interfaces.web.shell.errors.forged"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "tenure.foundation.access.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TENURE_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Tenure"
USERSESSIONS_TRACK_ACTIVITY = True

_SINGLE_SIGN_ON = single_sign_on.provider_apps(environment=os.environ)
SINGLE_SIGN_ON_DOMAINS = single_sign_on.domains(environment=os.environ)
SOCIALACCOUNT_ADAPTER = "tenure.foundation.access.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _SINGLE_SIGN_ON}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

TENURE_MAX_FILE_MB = int(os.environ.get("TENURE_MAX_FILE_MB", "25"))
TENURE_ENGINE = os.environ.get("TENURE_ENGINE", "duckdb")
TENURE_SPARK_MASTER = os.environ.get("TENURE_SPARK_MASTER", "local[*]")
TENURE_ENGINE_MB = int(os.environ.get("TENURE_ENGINE_MB", "600"))
TENURE_MAX_IMPORT_MB = int(os.environ.get("TENURE_MAX_IMPORT_MB", "1000"))

# Shared by all processes of this machine, so that too many wrong passwords are counted together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": HOME / "cache"}}

# What goes wrong in a page is told, whole, where the server runs.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"dated": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "dated"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # what was not found or not accepted is told on its page
    },
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86_400

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_ADDRESS.startswith("https://")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *single_sign_on.origins(apps=_SINGLE_SIGN_ON)],
        "frame-ancestors": [NONE],
    }
}

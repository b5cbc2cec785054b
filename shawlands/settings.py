"""All settings in one place, read from the environment, secure by default.

The only switch that loosens anything is SHAWLANDS_DEMO=1, and it says so on every page.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from shawlands.environment import database, env, public_address, switch, whole_number, whole_seconds

BASE_DIR = Path(__file__).resolve().parent.parent

DEMO = switch("SHAWLANDS_DEMO")
DATA = Path(env("SHAWLANDS_DATA", str(BASE_DIR / ("var/demo" if DEMO else "var"))))
if not DEMO:
    os.umask(0o077)  # what this process makes, the database first of all, is its own user's alone
DEMO_SECRET = "demo-secret-key-for-invented-people-only-never-for-a-real-school"  # noqa: S105

PORT = whole_number("SHAWLANDS_PORT", 8000, least=1, most=65_535)
"""Of this machine itself, on which the web server listens for the proxy in front of it."""

# Keys live outside the database: one folder, each file readable by the service's own user only.
KEYS = Path(env("SHAWLANDS_KEYS", str(DATA / "keys")))
SECRET_KEY_FILE = KEYS / "sessions.key"
"""Made by `manage.py prepare`: signs sessions and links. Without it this process has a key of its own, and does not
serve."""
SECRET_KEY = env("SHAWLANDS_SECRET_KEY", DEMO_SECRET if DEMO else "")
if not SECRET_KEY and SECRET_KEY_FILE.is_file() and os.access(SECRET_KEY_FILE, os.R_OK):
    SECRET_KEY = SECRET_KEY_FILE.read_text().strip()
SECRET_KEY_KEPT = bool(SECRET_KEY)
SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(64)
DEBUG = switch("SHAWLANDS_DEBUG")
if DEBUG and not DEMO:
    raise ImproperlyConfigured("SHAWLANDS_DEBUG works with the demo school only.")
ALLOWED_HOSTS = [
    host.strip() for host in env("SHAWLANDS_HOSTS", "localhost,127.0.0.1" if DEMO else "").split(",") if host
]
_FIRST_HOST = "http://localhost:8000" if DEMO else f"https://{(ALLOWED_HOSTS or ['localhost'])[0]}"
PUBLIC_ADDRESS = public_address(env("SHAWLANDS_ADDRESS"), demo=DEMO) if env("SHAWLANDS_ADDRESS") else _FIRST_HOST

INSTALLED_APPS = [
    "core",
    "core.audit",
    "accounts",
    "accounts.notices",
    "records.pupils",
    "records",
    "records.intake",
    "sharing.disclosures",
    "sharing.directory",
    "sharing.decisions",
    "sharing.questionnaire",
    "sharing.corrections",
    "sharing.internal",
    "sharing.governors",
    "oversight.settings",
    "oversight.log",
    "oversight.dashboard",
    "oversight.child",
    "shawlands",
    "tools.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "guardian",
    "auditlog",
    "post_office",
    "csp",
    "crispy_forms",
]

CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_FAIL_SILENTLY = False
"""Forms: the pack of this project in templates/govuk. What is wrong with a layout is said, not left out."""

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "shawlands.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shawlands.limits.RequestLimitMiddleware",
    "shawlands.middleware.RefuseHostileTextMiddleware",
    "core.audit.middleware.WhoAndWhereMiddleware",
    "accounts.middleware.IdleMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shawlands.middleware.OnlyByFormMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.FitToWorkMiddleware",
    "shawlands.too_long.TookTooLongMiddleware",
    "records.vault.middleware.FailClosedMiddleware",
]

ROOT_URLCONF = "shawlands.urls"
WSGI_APPLICATION = "shawlands.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.school",
                "accounts.context.who",
            ],
        },
    }
]


# How long one statement may run: of a page, and of the worker, imports and commands (core/time_limits.py).
STATEMENT_SECONDS = whole_seconds("SHAWLANDS_STATEMENT_SECONDS", 15)
WORK_SECONDS = whole_seconds("SHAWLANDS_WORK_SECONDS", 1800)

# On PostgreSQL the application's role owns nothing: the owner's address is for `manage.py prepare` alone.
OWNER_DATABASE_URL = env("SHAWLANDS_OWNER_DATABASE_URL", "")
DATABASE_URL = env("DATABASE_URL", f"sqlite://{DATA / 'shawlands.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# auditlog's own migrations would still make its table beside ours, and break every flush.
MIGRATION_MODULES = {"auditlog": None}

CACHES = {
    # Limits on guesses and used codes are shared by all workers.
    "default": {"BACKEND": "core.limits.LimitsCache", "LOCATION": "shawlands_cache"}
}

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backend.AccountBackend",
    "records.need_to_know.backend.NeedToKnowBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.passwords.KnownPasswordValidator"},
    {"NAME": "accounts.passwords.SchoolNameValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # else the host that the request named
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.SignInForm",
    "reset_password": "accounts.sign_in_forms.ForgottenForm",
    "reset_password_from_key": "accounts.sign_in_forms.NewPasswordForm",
    "change_password": "accounts.sign_in_forms.ChangePassword",
}
# Sign-in by the school's own provider: accounts/provider.py. Nobody gets an account by it, nothing it sends is kept.
SOCIALACCOUNT_ADAPTER = "accounts.provider.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.CodeForm",
    "reauthenticate": "accounts.sign_in_forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Shawlands"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("SHAWLANDS_PROXIES", 0, least=0, most=100)

# Sessions: some minutes without a request end one (IdleMiddleware); the cookie goes with the browser.
SESSION_ENGINE = "accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
# A browser keeps a cookie of this name from any other host and from plain HTTP, so nobody plants one.
SESSION_COOKIE_NAME = "session" if DEMO else "__Host-session"
CSRF_COOKIE_NAME = "csrftoken" if DEMO else "__Host-csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The browser
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS]
CSRF_FAILURE_VIEW = "shawlands.errors.stale_form"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# The log
AUDITLOG_LOGENTRY_MODEL = "audit.Entry"
LOG_ORIGIN = env("SHAWLANDS_LOG_ORIGIN", f"{urlsplit(PUBLIC_ADDRESS).hostname}/log")

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the address is unique, whatever its case, by a constraint that the check does not see
    "guardian.W001",  # guardian's backend knows no dates: records.need_to_know.backend answers instead
]

# guardian: its models only; none of its functions answers who may see what (records/need_to_know/visibility.py does).
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

# Mail goes through the outbox, which survives a dead mail server.
EMAIL_BACKEND = "post_office.EmailBackend"
POST_OFFICE = {
    "BACKENDS": {
        "default": env(
            "SHAWLANDS_MAIL_BACKEND",
            f"django.core.mail.backends.{'filebased' if DEMO else 'smtp'}.EmailBackend",
        )
    },
    "BATCH_SIZE": 1,
    "THREADS_PER_PROCESS": 1,
    "MAX_RETRIES": 20,
    "DEFAULT_PRIORITY": "medium",
}
EMAIL_HOST = env("SHAWLANDS_SMTP_HOST", "localhost")
EMAIL_PORT = whole_number("SHAWLANDS_SMTP_PORT", 25, least=1, most=65_535)
EMAIL_HOST_USER = env("SHAWLANDS_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env("SHAWLANDS_SMTP_PASSWORD", "")
EMAIL_USE_TLS = switch("SHAWLANDS_SMTP_TLS", default=not DEMO)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = str(DATA / "mail")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("SHAWLANDS_MAIL_FROM", f"no-reply@{urlsplit(PUBLIC_ADDRESS).hostname}")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
FONTS = BASE_DIR / "build/fonts"
STATICFILES_DIRS = [BASE_DIR / "build/static"]
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = DEMO
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEMO else "shawlands.static.HashedStorage"
    },
}
# An upload never touches a plain temporary file: what is larger is refused.
FILE_UPLOAD_HANDLERS = ["core.forms.uploads.MemoryOnlyHandler"]
UPLOAD_MOST = 20_000_000  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# A whole request, files and words together: five files of 10 MB and a form. Known before a byte of it is read.
REQUEST_MOST = whole_number("SHAWLANDS_REQUEST_MOST", 52_000_000, least=1_000_000, most=1_000_000_000)  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# No name, text or query ever reaches a log line; a traceback shows where, not with which values.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_values": {"()": "shawlands.log_filter.NoValuesFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_values"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "post_office": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "shawlands": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

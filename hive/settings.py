"""All settings. The environment is read here, once; what is missing or unsafe stops the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(env.str("HIVE_ENV_FILE", default=str(BASE_DIR / ".env")))

# A demonstration runs on http://localhost with invented banks, and says so on every page.
HIVE_DEMO = env.bool("HIVE_DEMO", default=False)
DEBUG = env.bool("HIVE_DEBUG", default=False)
SECRET_KEY = env.str("HIVE_SECRET_KEY")
# Seals the audit log; changed only with the log itself, so not the key that signs sessions.
HIVE_AUDIT_KEY = env.str("HIVE_AUDIT_KEY", default=SECRET_KEY if HIVE_DEMO else env.NOTSET)
ALLOWED_HOSTS = env.list("HIVE_ALLOWED_HOSTS")
# Links in mail begin with this, never with what a request claims to be.
SITE_ORIGIN = env.str("HIVE_SITE_ORIGIN")
HIVE_ALLIANCE_NAME = {
    "zh": env.str("HIVE_ALLIANCE_NAME_ZH", default="中小银行联盟"),
    "en": env.str("HIVE_ALLIANCE_NAME_EN", default="Alliance of small and medium-sized banks"),
}
HIVE_CONTACT_EMAIL = env.str("HIVE_CONTACT_EMAIL", default="contact@alliance.example")

if not HIVE_DEMO:
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure"):
        raise ImproperlyConfigured("HIVE_SECRET_KEY needs at least 50 random characters.")
    if len(HIVE_AUDIT_KEY) < 50 or HIVE_AUDIT_KEY == SECRET_KEY:
        raise ImproperlyConfigured("HIVE_AUDIT_KEY needs 50 random characters of its own.")
    if DEBUG or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("HIVE_DEBUG and a host of * are for demonstrations only.")
    if not SITE_ORIGIN.startswith("https://"):
        raise ImproperlyConfigured("HIVE_SITE_ORIGIN must begin with https://.")

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "hive.audit",
    "hive.post",
    "hive.documents",
    "hive.banks",
    "hive.catalogue",
    "assessments",
    "reports",
]

MIDDLEWARE = [
    "hive.banks.request_log.RequestNumberMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "hive.banks.middleware.TimeLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hive.banks.middleware.NoStoreMiddleware",
    "hive.banks.middleware.ActivityMiddleware",
    "hive.banks.middleware.SecondFactorMiddleware",
    "hive.banks.middleware.PasswordAgeMiddleware",
    "hive.banks.middleware.CurrentBankMiddleware",
    "hive.banks.middleware.RefusalMiddleware",
    "hive.banks.middleware.PaperMiddleware",
]

ROOT_URLCONF = "hive.urls"
WSGI_APPLICATION = "hive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hive.banks.context.page_frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- data ---
DATABASES = {
    "default": env.db_url(
        "HIVE_DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'hive.sqlite3'}"
    )
}
# A connection is kept for a while: the last one that leaves an SQLite file folds its log into it.
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE, concurrent saves fail; FULL makes an acknowledged save survive a crash.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "hive_cache",
        # Room for what is counted against guessing, so that guessing does not push it out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- people ---
AUTH_USER_MODEL = "banks.User"
AUTHENTICATION_BACKENDS = ["hive.banks.backends.MemberBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# What is asked of passwords: long ones, as OWASP's ASVS has it; or shorter ones of several kinds of
# characters, changed now and then and not used again, as MLPS 2.0 level 3 is read in China.
HIVE_SECURITY_PROFILE = env.str("HIVE_SECURITY_PROFILE", default="asvs")
_for_every_password = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "hive.banks.passwords.GuessablePasswordValidator"},
]
HIVE_PASSWORD_PROFILES: dict[str, dict[str, Any]] = {
    "asvs": {
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "hive.banks.passwords.LengthValidator", "OPTIONS": {"min_length": 15}},
            *_for_every_password,
        ],
        "HIVE_PASSWORD_DAYS": 0,
        "HIVE_PASSWORDS_KEPT": 0,
    },
    "cn-mlps3": {
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "hive.banks.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": "hive.banks.passwords.MixtureValidator"},
            {"NAME": "hive.banks.passwords.UnusedValidator"},
            *_for_every_password,
        ],
        "HIVE_PASSWORD_DAYS": 90,
        "HIVE_PASSWORDS_KEPT": 5,
    },
}
if HIVE_SECURITY_PROFILE not in HIVE_PASSWORD_PROFILES:
    raise ImproperlyConfigured("HIVE_SECURITY_PROFILE is asvs or cn-mlps3.")
_profile = HIVE_PASSWORD_PROFILES[HIVE_SECURITY_PROFILE]
AUTH_PASSWORD_VALIDATORS = _profile["AUTH_PASSWORD_VALIDATORS"]
# After how many days a password is changed, and how many are kept so that none is used again.
HIVE_PASSWORD_DAYS = _profile["HIVE_PASSWORD_DAYS"]
HIVE_PASSWORDS_KEPT = _profile["HIVE_PASSWORDS_KEPT"]
# After so many days without a sign-in an account is closed, two weeks after a mail; 0 closes none.
HIVE_UNUSED_DAYS = env.int("HIVE_UNUSED_DAYS", default=180)
if HIVE_UNUSED_DAYS and HIVE_UNUSED_DAYS < 30:
    raise ImproperlyConfigured("HIVE_UNUSED_DAYS is 30 or more, or 0.")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "hive.banks.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Strangers get no mail; people with an account are told about every change of credentials.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Failures are counted for one account from one address; apart from that for each browser in which
# its person has signed in; and for one account from everywhere, which shuts out no such browser.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/15m/key",
    "login_known": "5/15m/key",
    "login_everywhere": "50/15m/key",
}
# How many proxies before this server add an address to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("HIVE_BEHIND_PROXY", default=False))
PASSWORD_RESET_TIMEOUT = 24 * 3600
# allauth's own keeps a list of addresses for each account, which only people with one would have.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  -- names a class
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_ORIGIN.partition(":")[0]
MFA_ADAPTER = "hive.banks.adapters.SecondFactorAdapter"
# Recovery codes are our own: allauth keeps them so that they can be read again.
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "Hive"
MFA_TOTP_TOLERANCE = 1
ACCOUNT_FORMS = {
    "login": "hive.banks.account_forms.SignInForm",
    "reset_password": "hive.banks.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "hive.banks.account_forms.NewPasswordForm",
    "change_password": "hive.banks.account_forms.ChangePasswordForm",
    "reauthenticate": "hive.banks.account_forms.ConfirmPasswordForm",
}
MFA_FORMS = {
    "authenticate": "hive.banks.account_forms.CodeForm",
    "reauthenticate": "hive.banks.account_forms.ConfirmCodeForm",
    "activate_totp": "hive.banks.account_forms.SetUpForm",
    "deactivate_totp": "hive.banks.account_forms.RemoveForm",
}

# --- mail: everything goes through the outbox; the worker hands it to this server ---
EMAIL_BACKEND = "hive.post.backend.OutboxBackend"
HIVE_MAIL_SERVER = env.email_url("HIVE_MAIL_URL", default="consolemail://")
DEFAULT_FROM_EMAIL = env.str("HIVE_MAIL_FROM", default="hive@alliance.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What the clock does at each tick, in this order: each takes the time and says how much it did.
HIVE_CLOCK = [
    "assessments.approvers.ask_new_approvers",
    "assessments.reminders.remind_due",
    "hive.banks.workflow.close_unused_accounts",
    "hive.post.digest.send_due",
    "hive.post.delivery.deliver_due",
    "assessments.workflow.clear_away",
    "assessments.workflow.purge_workbooks",
    "reports.publishing.prepare_scorecards",
    "hive.audit.workflow.seal_due",
    "hive.banks.workflow.verify_audit_log",
    "hive.audit.workflow.export_due",
    "hive.audit.workflow.purge_due",
]

# --- the audit log ---
# How far the log reached and what it held, outside the database; to be copied to another machine.
HIVE_AUDIT_ROOT = Path(env.str("HIVE_AUDIT_ROOT", default=str(BASE_DIR / "var" / "audit")))
# How long events stay in the database. The law asks for six months.
HIVE_AUDIT_DAYS = env.int("HIVE_AUDIT_DAYS", default=3 * 365)
if HIVE_AUDIT_DAYS < 180:
    raise ImproperlyConfigured("HIVE_AUDIT_DAYS must be at least 180.")

# --- language and time ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "hive_lang"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
# Deadlines are shown and decided in this zone, on the server.
TIME_ZONE = "Asia/Shanghai"
HIVE_ZONE = ZoneInfo(TIME_ZONE)

# --- web ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "hive.banks.sessions"
# A session ends when nothing was done for so long, and in any case so many hours after signing in.
SESSION_COOKIE_AGE = env.int("HIVE_SESSION_IDLE_MINUTES", default=30) * 60
HIVE_SESSION_HOURS = env.int("HIVE_SESSION_HOURS", default=12)
# Whoever works for the alliance is signed in in one browser at a time.
HIVE_ONE_SESSION_AT_ALLIANCE = env.bool("HIVE_ONE_SESSION_AT_ALLIANCE", default=True)
if not (5 * 60 <= SESSION_COOKIE_AGE <= HIVE_SESSION_HOURS * 3600 <= 24 * 3600):
    raise ImproperlyConfigured(
        "HIVE_SESSION_IDLE_MINUTES is 5 or more, HIVE_SESSION_HOURS 24 or less and the longer time."
    )
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hive.banks.views.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
if HIVE_DEMO:
    # The worker of a demonstration listens on plain HTTP on this machine only.
    SESSION_COOKIE_NAME = "sessionid"
    CSRF_COOKIE_NAME = "csrftoken"
    HIVE_KNOWN_COOKIE_NAME = "hive_known"
else:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    HIVE_KNOWN_COOKIE_NAME = "__Host-hive_known"
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_NAME = "__Host-hive_lang"
    LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if env.bool("HIVE_BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = False
# The fonts of print stay on the server; squeezing them takes half a minute.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "otf")
_manifest = env.bool("HIVE_STATIC_MANIFEST", default=True)
STORAGES = {
    "default": {"BACKEND": "hive.documents.shelf.DurableStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Uploaded evidence and prepared scorecards; nothing here is served but through a view that asks
# who is reading.
MEDIA_ROOT = Path(env.str("HIVE_MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))
FILE_UPLOAD_HANDLERS = ["hive.documents.uploads.OnDisk"]
DATA_UPLOAD_MAX_NUMBER_FILES = 2
# The largest file that is taken, and what one submission may hold.
HIVE_EVIDENCE_FILE_BYTES = env.int("HIVE_EVIDENCE_FILE_MB", default=20) * 2**20
HIVE_EVIDENCE_TOTAL_BYTES = env.int("HIVE_EVIDENCE_TOTAL_MB", default=200) * 2**20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "hive.banks.request_log.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(number)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Setting a PDF reports every step; only what goes wrong is worth a line.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},
    "root": {"handlers": ["stderr"], "level": env.str("HIVE_LOG_LEVEL", default="INFO")},
}

SILENCED_SYSTEM_CHECKS: list[str] = []

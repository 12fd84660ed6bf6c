"""All settings. This is the only reader of the environment (see .env.example for what it reads)."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.acts import ACTS as STAFF_ACTS
from config.logs import logging_config
from config.roles import ROLE_NAMES as STAFF_ROLE_NAMES
from config.roles import ROLES as STAFF_ROLES

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- The installation ---

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
CODE_HASH_KEYS = env.list("CODE_HASH_KEYS", default=[f"codes:{SECRET_KEY}"])
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}")
SITE_URL = SITE_URL.rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
WEB_PROCESSES = env.int("WEB_CONCURRENCY", default=1)
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

# --- Apps ---

PRODUCT_APPS = ("users", "tariffs", "notifications", "payments", "assessments")
INSTALLED_APPS = [
    *PRODUCT_APPS,
    "config",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_structlog",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.csp.ApiPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.refusals.RefusalMiddleware",
    "users.headless.HeadlessMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

# --- Databases: one for all, or one an app ---

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;"
        "PRAGMA mmap_size=134217728;PRAGMA temp_store=MEMORY;"
    ),
}
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=8)


def _database(url: str) -> dict[str, Any]:
    database: dict[str, Any] = dict(env.db_url_config(url))
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = dict(SQLITE)
    elif DATABASE_POOL_SIZE:
        pool = {"min_size": 0, "max_size": DATABASE_POOL_SIZE, "timeout": 10}
        database["OPTIONS"] = {"pool": pool}
    else:
        database |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    return database


DATABASES = {
    "default": _database(env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/imtihon.sqlite3"))
}
for app in PRODUCT_APPS:
    if url := env.str(f"{app.upper()}_DATABASE_URL", default=""):
        DATABASES[app] = _database(url)
DATABASE_ROUTERS = ["config.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache and tasks ---

REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if not REDIS_URL
    else {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
TASKS = env.str("TASKS", default="inline")
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL or "redis://127.0.0.1:6379/0")

# --- Templates ---

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates", BASE_DIR / "assessments"],
        "OPTIONS": {
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.menu.menu",
                "payments.pages.context.nav_tokens",
                "notifications.pages.context.nav_unread",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "config.templatetags.fixed",
                "config.templatetags.formats",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    },
]
COTTON_DIR = "cotton"
MENU = [
    # URL name, label, icon, only for signed-in people
    ("assessments:home", _("Home"), "house", True),
    ("assessments:tests", _("Tests"), "list-checks", False),
    ("assessments:history", _("Results"), "chart-line", True),
    ("payments:tariffs", _("Tariffs"), "coins", False),
]

# --- Static files and uploads ---

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS: list[Any] = [
    BASE_DIR / "config" / "static",
    *(
        (f"{folder.parent.parent.name}/{folder.parent.name}", folder)
        for folder in sorted((BASE_DIR / "assessments").glob("*/*/static"))
    ),
]
MEDIA_ROOT = BASE_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "private"},
    },
    "staticfiles": {"BACKEND": "config.storage.HashedStaticFiles"},
}
WHITENOISE_MAX_AGE = 60
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Languages and times ---

LANGUAGE_CODE = "uz"
LANGUAGES = [("uz", "Oʻzbekcha"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale", BASE_DIR / "config" / "locale_vendor"]
PATHS_WITHOUT_LANGUAGE = (
    "/admin/",
    "/api/",
    "/_allauth/",
    "/language/",
    "/theme/",
    "/media/",
    "/healthz",
    "/readyz",
    "/styleguide/",
)
USE_TZ = True
TIME_ZONE = "Asia/Tashkent"
FORMAT_MODULE_PATH = ["config.date_formats"]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- People ---

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "assessments:home"
LOGOUT_REDIRECT_URL = "assessments:landing"
USERS_WELCOME = ["payments.services.welcome", "notifications.services.welcome"]
USERS_CODE_SENDER = "notifications.services.send_code"
ROLES, ROLE_NAMES, ACTS = STAFF_ROLES, STAFF_ROLE_NAMES, STAFF_ACTS
PEOPLE, FIND_PEOPLE = "users.services.people", "users.services.find_people"
ADMIN_TILES = [
    # what is counted, and who of the staff sees it
    ("users.services.tiles", "users.view_user"),
    ("assessments.services.tiles", "assessments.view_attempt"),
    ("payments.services.tiles", "payments.view_payment"),
    ("notifications.services.tiles", "notifications.view_delivery"),
]
DEMO = [f"{app}.services.load_demo" for app in PRODUCT_APPS]

ACCOUNT_ADAPTER = "users.allauth.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# The VerificationCode row decides about tries, age and new codes, earlier than these limits;
# allauth counts from the first code, though newer ones were sent.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 100
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 50
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 7200
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 3600
# allauth offers a change of address to real accounts only, which would tell them from decoys.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_SIGNUP_FORM_CLASS = "users.signup.SignupForm"
ACCOUNT_FORMS = {
    "login": "users.pages.forms.LoginForm",
    "signup": "users.pages.forms.SignupForm",
    "add_email": "users.pages.forms.AddEmailForm",
    "change_password": "users.pages.forms.ChangePasswordForm",
    "set_password": "users.pages.forms.SetPasswordForm",
    "reset_password": "users.pages.forms.ResetPasswordForm",
    "reset_password_from_key": "users.pages.forms.ResetPasswordKeyForm",
    "reauthenticate": "users.pages.forms.ReauthenticateForm",
    "confirm_email_verification_code": "users.pages.forms.ConfirmEmailCodeForm",
    "confirm_password_reset_code": "users.pages.forms.ConfirmResetCodeForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
HEADLESS_CLIENTS = ("app", "browser")
HEADLESS_TOKEN_STRATEGY = "users.tokens.TokenStrategy"  # noqa: S105  a dotted path
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
HEADLESS_SERVE_SPECIFICATION = False

EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="config.mail.VisibleFileBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Imtihon <no-reply@localhost>")
EMAIL_SUBJECT_PREFIX = ""
EMAIL_TIMEOUT = 10
if email_url := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url_config(email_url))

# --- Payments ---

ORDER_LIFE_HOURS = env.int("ORDER_LIFE_HOURS", default=72)
BANK_TRANSFER = {
    "receiver": env.str("BANK_RECEIVER", default="Imtihon (demo)"),
    "bank": env.str("BANK_NAME", default="Demo bank"),
    "account": env.str("BANK_ACCOUNT", default="0000 0000 0000 0000 0000"),
    "code": env.str("BANK_CODE", default="00000"),
    "tax_id": env.str("BANK_TAX_ID", default="000000000"),
}

# --- Security ---

HTTPS = env.bool("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.error_pages.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- API ---

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "allauth.headless.contrib.rest_framework.authentication.JWTTokenAuthentication",
        "allauth.headless.contrib.rest_framework.authentication.XSessionTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.problems.handle",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("THROTTLE_ANON", default="120/min"),
        "user": env.str("THROTTLE_USER", default="1200/min"),
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "DATETIME_FORMAT": "iso-8601",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Imtihon",
    "DESCRIPTION": "Mock exams in English: tests, attempts, analysis, tokens, tariffs, messages.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {"LevelEnum": ["A1", "A2", "B1", "B2", "C1", "C2"]},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "assessments.api.schema.name_the_kinds",
    ],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}

# --- Logs and checks ---

LOGGING = logging_config(debug=DEBUG, level=env.str("LOG_LEVEL", default="INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = False
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
SILENCED_SYSTEM_CHECKS: list[str] = []

"""Production settings; `demo` and `test` relax them."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from conglang.base.ledger.queues import SLOW, USUAL
from conglang.config.env import env
from conglang.config.settings.people import *  # noqa: F403 - one file a subject

SECRET_KEY = env("CONGLANG_SECRET_KEY")
DEBUG = False
DATA = env("CONGLANG_DATA").resolve()
DESK_HOST: str = env("CONGLANG_DESK_HOST")
HTTPS: bool = env("CONGLANG_HTTPS")
# Hosts are rows, edited by the province; the host middleware refuses unknown ones before any view.
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "conglang.workspace",
    "conglang.portal",
    "conglang.network.exchange",
    "conglang.insight.statistics",
    "conglang.citizens.consultations",
    "conglang.citizens.questions",
    "conglang.citizens.polls",
    "conglang.citizens.payments",
    "conglang.content.disclosure",
    "conglang.content.budgets",
    "conglang.content.campaigns",
    "conglang.content.directory",
    "conglang.content.documents",
    "conglang.content.newsroom",
    "conglang.content.calendars",
    "conglang.content.procedures",
    "conglang.content.postings",
    "conglang.content.planning",
    "conglang.content.supervision",
    "conglang.content.royalties",
    "conglang.content.submissions",
    "conglang.citizens.cases",
    "conglang.tools.distribution",
    "conglang.tools.approval",
    "conglang.tools.pages",
    "conglang.tools.pagestore",
    "conglang.tools.opinions",
    "conglang.tools.formguard",
    "conglang.tools.guards",
    "conglang.tools.signing",
    "conglang.tools.support",
    "conglang.tools.mailbox",
    "conglang.tools.media",
    "conglang.tools.notify",
    "conglang.tools.papers",
    "conglang.tools.quotas",
    "conglang.tools.search",
    "conglang.tools.vault",
    "conglang.base.duties",
    "conglang.base.accounts",
    "conglang.base.units",
    "conglang.base.ledger",
    "conglang.base.ui",
    "wagtail.contrib.table_block",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.snippets",
    "wagtail.users",  # the editor keeps its preferences in it; its screens stay closed
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "conglang.base.units.middleware.HostMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "conglang.base.accounts.middleware.ActorMiddleware",
    "conglang.base.accounts.middleware.AudienceMiddleware",
    "axes.middleware.AxesMiddleware",
]

# The host decides which tree of URLs a request may reach; this one is what an unknown host gets.
ROOT_URLCONF = "conglang.config.urls_desk"
PUBLIC_URLCONF = "conglang.config.urls_public"
HOST_URLCONFS = {DESK_HOST: "conglang.config.urls_desk"}
ASGI_APPLICATION = "conglang.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "conglang.workspace.context.desk",
            ],
        },
    }
]
FORM_RENDERER = "conglang.base.ui.forms.Renderer"


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "conglang.config.sqlite",
            "NAME": DATA / "db.sqlite3",
            "CONN_MAX_AGE": 60,  # each new connection reads the whole schema, for ten milliseconds
            "OPTIONS": {
                "timeout": 20,
                # a reader that later writes would otherwise fail at once with "database is locked"
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;"
                    "PRAGMA mmap_size=134217728;PRAGMA cache_size=-8000"
                ),
            },
        }
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


DATABASES = {"default": _database(env("CONGLANG_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# No cache server: what is worth keeping is stored as published pages, the rest is cheap.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": [USUAL, SLOW]}}

# Vietnamese for everybody: pages do not follow the language of the browser
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# our words for Wagtail's strings; what it translates unevenly is overridden there too
LOCALE_PATHS = [Path(__file__).parents[2] / "workspace" / "wagtail_locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "conglang.base.accounts.backends.UnitRoleBackend",
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "conglang.base.ui.bundles.BundleFinder",
]
PRIVATE_ROOT = DATA / "private"
MEDIA_ROOT = DATA / "public" / "media"
MEDIA_URL = "/media/"
PAGES_ROOT = DATA / "public" / "pages"
PAGES_BYTES: int = env("CONGLANG_PAGES_MB") * 1024 * 1024
URGENT_ROOT = DATA / "public" / "urgent"
VISITS_ROOT = DATA / "visits"  # logs of page views, without addresses
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
API_PER_MINUTE = 60  # of a network without a key; what is stored is answered uncounted
EXCHANGE_PRIVATE: bool = env("CONGLANG_EXCHANGE_PRIVATE")
PROBE_AT: str = env("CONGLANG_PROBE_AT")
CLAMD: str = env("CONGLANG_CLAMD")
WEBSUB_HUB: str = env("CONGLANG_WEBSUB_HUB")
APP: bool = env("CONGLANG_APP")
APP_PACKAGE: str = env("CONGLANG_APP_PACKAGE")
APP_FINGERPRINTS: list[str] = env("CONGLANG_APP_FINGERPRINTS")
MAX_UPLOAD_BYTES: int = env("CONGLANG_MAX_UPLOAD_MB") * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 200

SESSION_COOKIE_NAME = "desk"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # one working day with its evening
CSRF_COOKIE_NAME = "desk_csrf"
CSRF_FAILURE_VIEW = "conglang.base.accounts.errors.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env("CONGLANG_TRUSTED_PROXIES") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
TRUSTED_PROXIES: list[str] = env("CONGLANG_TRUSTED_PROXIES")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "img-src": ["'self'", "data:"],
    }
}

DEFAULT_FROM_EMAIL = env("CONGLANG_EMAIL_FROM")
_mail = urlsplit(env("CONGLANG_EMAIL_URL"))
if _mail.hostname:
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp" and EMAIL_PORT == 587
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

WAGTAIL_SITE_NAME = "Cổng Làng"
SITE_PORT: str = env("CONGLANG_DESK_PORT")
WAGTAILADMIN_BASE_URL = f"{'https' if HTTPS else 'http'}://{DESK_HOST}{f':{SITE_PORT}' if SITE_PORT else ''}"
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "conglang.tools.media.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "conglang.tools.media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "direct"  # the private storage names the desk's view, which asks for the scope
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt")]
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
# titles are matched by our own search; this backend keeps no index and respects the scope
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTOSAVE_INTERVAL = 10_000  # milliseconds; each autosave takes SQLite's write lock
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            # here too, as a logger with a level of its own does not ask the root for one
            "level": env("CONGLANG_LOG_LEVEL"),
        }
    },
    "root": {"handlers": ["console"], "level": env("CONGLANG_LOG_LEVEL")},
    "loggers": {
        "wagtail": {"level": "WARNING"},  # who edited what is in the audit trail
        # they tell every step of a page
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}

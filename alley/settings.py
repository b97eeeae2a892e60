"""All settings, read once from the environment; docs/operator/settings.md lists them."""

from pathlib import Path

from alley import env

env.use_sound_sqlite()

BASE = Path(__file__).parent.parent
DATA_DIR = env.folder("ALLEY_DATA_DIR", BASE / "var")
DEBUG = env.switch("ALLEY_DEBUG", default=False)
DEMO = env.switch("ALLEY_DEMO", default=False)
SECRET_KEY = env.secret("ALLEY_SECRET_KEY", kept_in=DATA_DIR / "secret-key")
SITE_URL = env.text("ALLEY_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.text("ALLEY_SITE_NAME", "Exchange Alley")
ALLOWED_HOSTS = env.words("ALLEY_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_COOKIES = SITE_URL.startswith("https://")

# --- the edge ------------------------------------------------------------------------------------
TRUSTED_PROXIES = env.whole("ALLEY_TRUSTED_PROXIES", default=0)
PAGE_CACHE_MB = env.whole("ALLEY_PAGE_CACHE_MB", default=128)
LIVE_CLIENTS = env.whole("ALLEY_LIVE_CLIENTS", default=12_000)
METRICS_FOR = env.words("ALLEY_METRICS_FOR", "127.0.0.1,::1")
DJANGO_THREADS = env.whole("ALLEY_DJANGO_THREADS", default=6)
DJANGO_QUEUE = env.whole("ALLEY_DJANGO_QUEUE", default=200)

# --- prices --------------------------------------------------------------------------------------
PROVIDER_KEYS = env.pairs("ALLEY_PROVIDER_KEYS")
PERSONAL = env.switch("ALLEY_PERSONAL", default=False)

ROOT_URLCONF = "alley.urls"
AUTH_USER_MODEL = "accounts.Reader"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
SITE_ID = 1

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "alley.sqlite3")}
REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": env.text("ALLEY_TASKS", "django_tasks_db.DatabaseBackend")}}

INSTALLED_APPS = [
    "alley.site",
    "alley.alerts",
    "alley.privacy",
    "alley.crossposts",
    "alley.saved",
    "alley.portfolios",
    "alley.news",
    "alley.discussion",
    "alley.markets",
    "alley.moderation",
    "alley.accounts",
    "alley.live",
    "alley.shell",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "treebeard",
    "modelsearch",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alley.shell.headers.security_headers",
    "alley.problems.house_rules",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "alley.shell.context.shell",
            ]
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.text(
            "ALLEY_STATIC_STORAGE", "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        )
    },
}

# --- sign-in -------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "alley.accounts.roles.RoleBackend",
]
PASSWORD_HASHERS = env.words(
    "ALLEY_PASSWORD_HASHERS", "django.contrib.auth.hashers.PBKDF2PasswordHasher"
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
SESSION_COOKIE_NAME = "alley_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
# In a frame on another site a browser sends only cookies that say so; CSRF tokens guard all writes
EMBEDS = bool(env.words("ALLEY_EMBED_SITES", "")) and SECURE_COOKIES
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "None" if EMBEDS else "Lax"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL

ACCOUNT_ADAPTER = "alley.accounts.sign_in.Adapter"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE_COOKIES else "http"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told by mail
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and only there
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_USERNAME_VALIDATORS = "alley.accounts.sign_in.username_validators"
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # the edge tells Django the client's own address
GOOGLE_CLIENT_ID = env.text("ALLEY_GOOGLE_CLIENT_ID", "")
GOOGLE_CLIENT_SECRET = env.text("ALLEY_GOOGLE_CLIENT_SECRET", "")
SOCIALACCOUNT_PROVIDERS = {
    "google": {
        "APPS": [{"client_id": GOOGLE_CLIENT_ID, "secret": GOOGLE_CLIENT_SECRET}]
        if GOOGLE_CLIENT_ID
        else [],
        "SCOPE": ["profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
    }
}

# --- outside pages that show discussions of this site --------------------------------------------
EMBED_SITES = [site.lower().rstrip("/") for site in env.words("ALLEY_EMBED_SITES", "")]
EMBED_SITES += [SITE_URL] if DEMO else []  # the demo embeds itself at /dev/embed/

# --- e-mail --------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("ALLEY_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
if env.text("ALLEY_EMAIL_URL", ""):
    globals().update(env.mail("ALLEY_EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.text("ALLEY_FROM_EMAIL", "Exchange Alley <desk@example.org>")

# --- alerts --------------------------------------------------------------------------------------
ALERT_SHARDS = env.whole("ALLEY_ALERT_SHARDS", default=1)
VAPID_KEY = env.text("ALLEY_VAPID_KEY", "")  # a PEM file; made in the data directory otherwise

# --- moderation ----------------------------------------------------------------------------------
DSA_ROLE = env.one_of("ALLEY_DSA_ROLE", "platform", ("platform", "hosting-only"))

# --- the desk ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

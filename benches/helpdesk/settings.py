"""Django as the helpdesks in `benches/helpdesk.rs` want it: SQLite, files in the same folder, nothing sent."""
import os

HERE = os.environ["BENCH_FOLDER"]
SECRET_KEY = "bench"
INSTALLED_APPS = [f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions", "sites", "humanize", "admin", "messages")]
INSTALLED_APPS += ["rest_framework", "helpdesk", "django_mailbox"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{HERE}/django.db"}}
MEDIA_ROOT = f"{HERE}/media"
SITE_ID = 1
USE_TZ = True
ROOT_URLCONF = "urls"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
SILENCED_SYSTEM_CHECKS = ["admin.E402", "admin.E404", "admin.E408", "admin.E409", "admin.E410", "admin.W411"]
HELPDESK_TEAMS_MODEL = "auth.Group"
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_TEAMS_MIGRATION_DEPENDENCIES = []
HELPDESK_KBITEM_TEAM_GETTER = lambda item: None
LOGGING_CONFIG = None

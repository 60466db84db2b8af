"""Settings of the test suite: a throw-away data folder, fast passwords, everything else as in production."""

import os
import tempfile

os.environ.setdefault("CONGLANG_SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("CONGLANG_DATA", tempfile.mkdtemp(prefix="conglang-test-"))
os.environ.setdefault("CONGLANG_DESK_HOST", "ban-lam-viec.localhost")
os.environ.setdefault("CONGLANG_HTTPS", "no")

from conglang.config.settings.base import *  # noqa: F403
from conglang.config.settings.base import DATABASES

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # said aloud, because the test runner's parallel workers know only Django's own engine by name
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
API_PER_MINUTE = 1_000_000  # walks through all addresses are no flood

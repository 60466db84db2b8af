"""Settings of `conglang demo`: everything in one folder, plain HTTP on this machine, the style guide on."""

import os

os.environ.setdefault("CONGLANG_DESK_HOST", "ban-lam-viec.localhost")
os.environ.setdefault("CONGLANG_HTTPS", "no")

from conglang.config.settings.base import *  # noqa: F403
from conglang.config.settings.base import HOST_URLCONFS, INSTALLED_APPS, STORAGES

DEMO = True
INSTALLED_APPS = ["conglang.config.demo", *INSTALLED_APPS]
# plain localhost is no unit's site: it lists the sites and the accounts of the demonstration
HOST_URLCONFS |= {"localhost": "conglang.config.urls_landing", "127.0.0.1": "conglang.config.urls_landing"}
STORAGES["staticfiles"] = {"BACKEND": "conglang.config.demo.static_files.OurFilesCompressed"}

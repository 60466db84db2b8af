"""Every environment variable of the product, typed, with its meaning; `docs/settings.md` lists them."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class MissingSetting(Exception):
    """A variable that has no safe default is not set."""


def _flag(text: str) -> bool:
    return text.strip().lower() in {"1", "true", "yes", "on"}


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


@dataclass(frozen=True)
class Setting:
    """One variable: how its text is read, what holds when it is absent, what it means."""

    read: Callable[[str], Any]
    default: str | None  # None: must be given, because no default would be safe
    meaning: str


SETTINGS: dict[str, Setting] = {
    "CONGLANG_SECRET_KEY": Setting(str, None, "Signs sessions and links; at least 50 random characters."),
    "CONGLANG_DATA": Setting(Path, "var", "Folder of the database file, private originals and public media."),
    "CONGLANG_DATABASE_URL": Setting(
        str, "", "PostgreSQL as `postgresql://user@host/name`; empty means SQLite in the data folder."
    ),
    "CONGLANG_DESK_HOST": Setting(
        str, None, "Host name of the officials' desk, apart from every public site."
    ),
    "CONGLANG_DESK_PORT": Setting(str, "", "Port in links to the desk, where browsers need to name one."),
    "CONGLANG_HTTPS": Setting(_flag, "yes", "Whether browsers reach the installation by HTTPS."),
    "CONGLANG_TRUSTED_PROXIES": Setting(
        _list,
        "",
        "Addresses of the proxies in front, comma separated; only they may name a visitor's address.",
    ),
    "CONGLANG_WEB_THREADS": Setting(int, "8", "Threads that render pages in one web process."),
    "CONGLANG_MAX_UPLOAD_MB": Setting(
        int, "64", "Largest request body in MiB; more is refused before it is stored."
    ),
    "CONGLANG_PAGES_MB": Setting(
        int, "2048", "Space in MiB for stored pages; those unread for longest go first."
    ),
    "CONGLANG_EMAIL_URL": Setting(
        str, "", "Mail server as `smtp://user:password@host:port`; empty writes mails to the data folder."
    ),
    "CONGLANG_EMAIL_FROM": Setting(str, "khong-tra-loi@localhost", "Sender address of mails."),
    "CONGLANG_EXCHANGE_PRIVATE": Setting(
        _flag,
        "no",
        "Whether portals and mail servers in a private net may be asked, such as a province's own net.",
    ),
    "CONGLANG_CLAMD": Setting(
        str,
        "",
        "Where the ClamAV daemon listens: a socket's path, or host:port; empty looks at the usual paths.",
    ),
    "CONGLANG_PROBE_AT": Setting(
        str,
        "",
        "Where the installation asks for its own public pages, as host:port; empty asks their public names.",
    ),
    "CONGLANG_WEBSUB_HUB": Setting(
        str, "", "Hub that is told when a site's feeds have news, as an address; empty tells nobody."
    ),
    "CONGLANG_APP": Setting(
        _flag, "yes", "Whether phones may keep pages of the app; `no` makes them throw away what they kept."
    ),
    "CONGLANG_APP_PACKAGE": Setting(
        str, "", "Name of the Android package that may open the portal as its own; empty means none."
    ),
    "CONGLANG_APP_FINGERPRINTS": Setting(
        _list, "", "SHA-256 fingerprints of the certificates that sign this package, comma separated."
    ),
    "CONGLANG_PASSWORD_DAYS": Setting(int, "180", "Age in days after which a password must be changed."),
    "CONGLANG_LOG_LEVEL": Setting(str, "INFO", "Smallest severity that is logged."),
}


def env(name: str) -> Any:
    """The value of a declared variable. Raises MissingSetting where none is given and none is safe."""
    setting = SETTINGS[name]
    text = os.environ.get(name, setting.default)
    if text is None or (setting.default is None and not text):
        raise MissingSetting(f"{name} is not set: {setting.meaning}")
    return setting.read(text)

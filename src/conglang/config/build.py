"""Names what pages are rendered from: another name, and stored pages of before are void."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

STARTED = Path("/proc/sys/kernel/random/boot_id")
RENDERING = {".py", ".html", ".mo", ".toml"}
PACKAGES = ("django", "wagtail")


def build() -> str:
    """A digest of our code, templates and translations, of our packages, and of the static files' names."""
    digest = hashlib.sha256(" ".join(version(name) for name in PACKAGES).encode())
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*")):
        if path.suffix in RENDERING and "tests" not in path.parts:
            facts = path.stat()
            digest.update(f"{path.relative_to(root)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if manifest.exists():
        digest.update(manifest.read_bytes())
    return digest.hexdigest()[:32]


def machine_start() -> str:
    """Names this run of the machine; always the same where the system does not tell."""
    return STARTED.read_text("ascii").strip() if STARTED.exists() else ""

"""Static files of the demonstration: named by their content, our own compressed."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class OurFilesCompressed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """As in production, without the minutes of compressing the editor's files, which no visitor loads."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        ours = {app.label for app in apps.get_app_configs() if app.name.startswith("conglang.")}
        yield from super().compress_files(path for path in paths if path.partition("/")[0] in ours)

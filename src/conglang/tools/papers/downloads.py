"""A sheet as the answer to a request."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse

from conglang.kernel.text import slugify
from conglang.tools.papers.printing import pdf
from conglang.tools.papers.sheet import Sheet
from conglang.tools.papers.word import docx

FORMS: Mapping[str, tuple[Callable[[Sheet], bytes], str]] = {
    "pdf": (pdf, "application/pdf"),
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def download(sheet: Sheet, extension: str, name: str) -> HttpResponse:
    """The file to keep; `extension` is one of FORMS, `name` is what it is called without it."""
    make, content_type = FORMS[extension]
    answer = HttpResponse(make(sheet), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name)[:100]}.{extension}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

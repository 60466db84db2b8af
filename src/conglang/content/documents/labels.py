"""What people read for relations, validity and the decision about publication."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conglang.content.documents.catalogue import another_kind
from conglang.content.documents.rules import Relation, Validity, read_code, tidy_code

RELATIONS: dict[Relation, tuple[Promise, Promise]] = {
    Relation.REPLACES: (_("Replaces"), _("Replaced by")),
    Relation.AMENDS: (_("Amends"), _("Amended by")),
    Relation.REPEALS: (_("Repeals"), _("Repealed by")),
    Relation.REPEALS_PART: (_("Repeals a part of"), _("Repealed in part by")),
    Relation.SUSPENDS: (_("Suspends"), _("Suspended by")),
    Relation.CORRECTS: (_("Corrects"), _("Corrected by")),
    Relation.IMPLEMENTS: (_("Implements"), _("Implemented by")),
    Relation.GUIDES: (_("Guides the use of"), _("Its use is guided by")),
    Relation.CONSOLIDATES: (_("Consolidates"), _("Consolidated in")),
    Relation.BASED_ON: (_("Is based on"), _("Is the basis of")),
    Relation.REFERS: (_("Refers to"), _("Is referred to by")),
}
"""Forth and back."""

VALIDITY: dict[Validity, Promise] = {
    Validity.NOT_YET: _("Not yet in force"),
    Validity.IN_FORCE: _("Is in force"),
    Validity.PARTLY: _("In force, changed in part"),
    Validity.SUSPENDED: _("Suspended"),
    Validity.EXPIRED: _("No longer in force"),
}
TONES = {
    Validity.NOT_YET: "info",
    Validity.IN_FORCE: "success",
    Validity.PARTLY: "warning",
    Validity.SUSPENDED: "warning",
    Validity.EXPIRED: "danger",
}
SLUGS = {
    Validity.NOT_YET: "chua-hieu-luc",
    Validity.IN_FORCE: "con-hieu-luc",
    Validity.PARTLY: "con-hieu-luc-mot-phan",
    Validity.SUSPENDED: "ngung-hieu-luc",
    Validity.EXPIRED: "het-hieu-luc",
}
"""In addresses."""


def explain(reading: Mapping[str, Any]) -> dict[str, str]:
    """Of each field that was read from a file: the line it stands in, and whether to look twice."""
    words = {
        True: gettext("Read from the file: “%(line)s”."),
        False: gettext("Not certain, please compare. Read from the file: “%(line)s”."),
    }
    return {
        name: words[row["certainty"] == "sure"] % {"line": row["line"][:200]} for name, row in reading.items()
    }


def doubt_about(kind: str, code: str) -> str:
    """Said where the number has the abbreviation of another kind: one of both may be a slip."""
    other = another_kind(kind, read_code(tidy_code(code)).short)
    if other is None:
        return ""
    words = gettext("“%(short)s” in the number stands for another kind: %(kind)s. Please look at both again.")
    return words % {"short": other.short, "kind": other.name}

"""What a site is made of besides its items, and the reviewed changes of it."""

from conglang.tools.pages.models.changes import PageChange
from conglang.tools.pages.models.sections import Section, SectionKind, SiteProfile

__all__ = ["PageChange", "Section", "SectionKind", "SiteProfile"]

"""What a site is made of besides its items, and the reviewed changes of it."""

from conglang.tools.pages.models.changes import PageChange
from conglang.tools.pages.models.front import BannerPicture, Channel, ChannelKind, LinkGroup, SiteLink
from conglang.tools.pages.models.sections import Section, SectionKind, SiteProfile
from conglang.tools.pages.models.template import SiteLayout, TemplateVersion

__all__ = [
    "BannerPicture",
    "Channel",
    "ChannelKind",
    "LinkGroup",
    "PageChange",
    "Section",
    "SectionKind",
    "SiteLayout",
    "SiteLink",
    "SiteProfile",
    "TemplateVersion",
]

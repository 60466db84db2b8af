"""A change of the province's template that waits for its second person."""

from datetime import datetime

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Unit
from conglang.base.units.scope import use_scope
from conglang.config.demo.stories import board_of
from conglang.tools.pages.editing import add_row
from conglang.tools.pages.layout import Template
from conglang.tools.pages.queries import template_for
from conglang.tools.pages.services.propose_change import propose_change

HEADING, TITLE = "news", "Chuyển đổi số cộng đồng"


def propose_section(province: Unit, now: datetime) -> None:
    """The province's administrator wants one section more on all sites."""
    by = board_of(province, now)[Role.PROVINCE_ADMINISTRATOR]
    with use_scope(by.scope):
        present = template_for(province)
        rows = add_row(
            present.sections, title=TITLE, kind="list", parent=HEADING, is_taken=lambda _slug: False
        )
        content = Template(rows, present.blocks).as_data()
        propose_change(by=by, unit_id=province.pk, kind="template", content=content, now=now)

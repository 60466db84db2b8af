"""An item of the province on the sites of both places, each with its own remark under it."""

from datetime import datetime
from typing import TYPE_CHECKING

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import SHORT
from conglang.content.newsroom.services.content import ArticleContent
from conglang.content.newsroom.services.write_article import write_article
from conglang.tools.approval import services
from conglang.tools.approval.hashing import content_hash
from conglang.tools.approval.queries import standing
from conglang.tools.distribution.channels import Found
from conglang.tools.distribution.models import Line, LocalRemark
from conglang.tools.distribution.services.follow import follow
from conglang.tools.distribution.services.prove import note_look
from conglang.tools.distribution.services.receive import write_remark
from conglang.tools.distribution.services.set_sheet import set_sheet
from conglang.tools.pages.models import Section
from tests.matrix.people import SYSTEM, acting, join

if TYPE_CHECKING:
    from tests.matrix.places import Place


def put_on_both_sites(province: "Place", places: tuple["Place", ...], now: datetime) -> None:
    """Everybody may read the item; the words of each place stand on its own site only."""
    desk = acting(join(f"{province.word}.phan-phoi", province.unit, Role.DESK), province.unit)
    with use_scope(SYSTEM.scope):
        services.set_route(unit_id=province.unit.pk, kind="newsroom.article", route=SHORT, by=SYSTEM, now=now)
    with use_scope(desk.scope):
        section = Section.objects.get(unit=province.unit, key="notices")
        content = ArticleContent(
            section_id=section.pk, title="Tin chung của tỉnh", author_name="Tỉnh", author_address="Tỉnh",
            body=[{"type": "text", "value": "<p>Tin chung.</p>"}],
        )  # fmt: skip
        item = write_article(by=desk, content=content, now=now)
        sheet = {"portal": {"units": [place.unit.pk for place in places]}}
        set_sheet(by=desk, item=item, sheet=sheet, expected_version=item.latest_revision_id, now=now)
    _publish(Article.objects, item.pk, desk, province.actor(Role.HEAD_EDITOR), now)
    follow(label="newsroom.article", object_id=item.pk, now=now)
    for place in places:
        _remark(place, item.pk, now)


def remark_key(pk: object) -> str:
    """How the place remembers what a page of a remark names."""
    return f"local remark {pk}"


def _remark(place: "Place", item_id: int, now: datetime) -> None:
    """One that readers see, with a newer version that only the desk knows."""
    by = place.actor(Role.CONTRIBUTOR)
    for word in (place.word, place.hidden):
        with use_scope(by.scope):
            line = place.keep(Line.objects.get(unit=place.unit, channel="portal", object_id=item_id))
            note_look(line_id=line.pk, found=Found(f"/{place.hidden}/", "0" * 64), now=now)
            row = LocalRemark.objects.filter(line=line).first()
            version = row.latest_revision_id if row else None
            remark = write_remark(
                by=by, line_id=line.pk, title="Tin chung của tỉnh", text=f"Lưu ý {word}",
                expected_version=version, now=now,
            )  # fmt: skip
        if row is None:
            place.keep(remark)
            _publish(LocalRemark.objects, remark.pk, by, place.actor(Role.HEAD_EDITOR), now)
        place.seen[remark_key(remark.pk)] = content_hash(remark.latest_revision_id)


def _publish(rows: object, pk: int, by: Actor, head: Actor, now: datetime) -> None:
    with use_scope(by.scope):
        services.submit(item=rows.get(pk=pk), by=by, now=now)  # type: ignore[attr-defined]
    with use_scope(head.scope):
        item = rows.get(pk=pk)  # type: ignore[attr-defined]
        seen = standing(head, item, now=now).content
        services.approve(item=item, expected_hash=seen, by=head, now=now)

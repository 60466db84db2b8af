"""The sheet on the desk: where an item goes is said on one page, and communes answer on another."""

import re
from datetime import timedelta
from html import escape, unescape

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.ledger.outbox import deliver
from conglang.base.units.kinds import HamletKind
from conglang.base.units.models import Hamlet
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import SHORT
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval import services
from conglang.tools.approval.queries import standing
from conglang.tools.distribution.models import Line, LocalRemark
from conglang.tools.pages.models import Section, SectionKind
from conglang.workspace.tests.conftest import SYSTEM, write


@pytest.fixture
def above(province, ours, theirs):
    """The province with a section; its board is small."""
    with everything("tests"):
        province.section = Section.objects.create(
            unit=province.unit, key="news", slug="tin-tuc", title="Tin tỉnh", kind=SectionKind.LIST
        )
        services.set_route(
            unit_id=province.unit.pk, kind="newsroom.article", route=SHORT, by=SYSTEM, now=clock_now()
        )
    return province


def sheet_of(article) -> str:
    return f"/phan-phoi/newsroom.article/{article.pk}/"


def version(article) -> int:
    with everything("tests"):
        return Article.objects.get(pk=article.pk).latest_revision_id


def approve(article, office):
    for role, step in ((Role.CONTRIBUTOR, "submit"), (Role.HEAD_EDITOR, "approve")):
        by = office.actor(role)
        with use_scope(by.scope):
            row = Article.objects.get(pk=article.pk)
            seen = standing(by, row, now=clock_now()).content
            getattr(services, step)(item=row, expected_hash=seen, by=by, now=clock_now())


def arrive():
    with everything("tests"):
        deliver(now=clock_now() + timedelta(seconds=1), limit=200)


def publish(article, office):
    approve(article, office)
    arrive()


def text(answer, status=200) -> str:
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def test_the_sheet_sets_where_the_item_goes_and_tells_what_came_of_it(above, ours, theirs, desk):
    article, board = write(above), desk(above.user(Role.DESK))
    url = sheet_of(article)
    assert "chưa có bằng chứng" in text(board.get(url))
    sent = {"version": version(article), "portal-units": [ours.unit.pk], "portal-section_key": "news"}
    wrong = {**sent, "portal-starts_at": "2026-12-02T08:00", "portal-ends_at": "2026-12-01T08:00"}
    assert "Thời điểm kết thúc phải sau thời điểm bắt đầu" in text(board.post(url, wrong), 422)
    assert board.post(url, sent).status_code == 302
    assert "Xin mở lại" in text(board.post(url, {**sent, "portal-everywhere": "on"}), 422)
    assert "chưa công khai" in text(board.get(url))
    approve(article, above)
    assert "chưa công khai" not in text(board.get(url))
    assert "đang được đưa lên" in text(board.get(url))
    arrive()
    html = text(board.get(f"/tin-bai/{article.pk}/"))
    assert html.count("đang hiện") == 6  # page, feed and digest, of the province and of the commune
    assert ours.unit.title in html
    assert theirs.unit.title not in html
    sheet = text(board.get(url))
    begun = unescape(re.search(r'href="([^"]*/thong-bao-khan/moi/[^"]*)"', sheet)[1])
    assert escape(str(article)) in text(board.get(begun))  # in the box, for a second person to put up


def test_the_sheet_is_set_by_the_board_and_the_author_and_read_by_people_of_the_unit(above, ours, desk):
    article = write(above, Role.DESK)
    url, sent = sheet_of(article), {"version": version(article)}
    writer = desk(above.user(Role.CONTRIBUTOR))
    assert "<form" not in text(writer.get(url)).partition("<main")[2]
    assert writer.post(url, sent).status_code == 403
    assert "<form" in text(writer.get(sheet_of(write(above)))).partition("<main")[2]
    assert desk(ours.user(Role.DESK)).get(url).status_code == 404
    for wrong in ("/phan-phoi/units.unit/1/", "/phan-phoi/newsroom.article/987654/"):
        assert writer.get(wrong).status_code == 404


def test_a_commune_writes_its_remark_and_takes_the_item_off_its_site(above, ours, theirs, desk):
    article, board = write(above), desk(above.user(Role.DESK))
    board.post(sheet_of(article), {"version": version(article), "portal-everywhere": "on"})
    publish(article, above)
    writer, head = desk(ours.user(Role.CONTRIBUTOR)), desk(ours.user(Role.HEAD_EDITOR))
    with everything("tests"):
        line = Line.objects.get(unit=ours.unit, channel="portal")
    url = f"/tin-tu-cap-tren/{line.pk}/"
    assert article.title in text(writer.get("/tin-tu-cap-tren/"))
    assert "Sáng nay bà con ra đồng." in text(writer.get(url))
    said = "Họp dân lúc 7 giờ. Bà con bổ xung giấy tờ."
    assert writer.post(url, {"viec": "loi-nhan", "text": said}).status_code == 302
    with everything("tests"):
        remark = LocalRemark.objects.get()
    shown = text(writer.get(f"/loi-nhan/{remark.pk}/"))
    assert "Họp dân lúc 7 giờ." in shown
    assert "“bổ xung”</strong> → bổ sung" in shown
    right = {"kind": re.search(r'name="kind" value="(\w+)"', shown)[1], "words": "bổ xung"}
    neighbour = desk(theirs.user(Role.CONTRIBUTOR))
    assert neighbour.post(f"/loi-nhan/{remark.pk}/viec/dung-chu/", right).status_code == 404
    assert writer.post(f"/loi-nhan/{remark.pk}/viec/dung-chu/", right).status_code == 302
    assert "→ bổ sung" not in text(writer.get(f"/loi-nhan/{remark.pk}/"))
    assert writer.get(f"/loi-nhan/{remark.pk}/sua/").url == url
    assert writer.post(url, {"viec": "tu-choi", "reason": "Xã không có sông"}).status_code == 403
    assert "error" in text(head.post(url, {"viec": "tu-choi", "reason": ""}), 422)
    assert head.post(url, {"viec": "tu-choi", "reason": "Xã không có sông"}).status_code == 302
    assert "Xã không có sông" in text(board.get(sheet_of(article)))
    assert head.post(url, {"viec": "nhan-lai"}).status_code == 302
    assert desk(theirs.user(Role.HEAD_EDITOR)).get(url).status_code == 404


def test_the_board_and_the_committee_agree_to_the_use_elsewhere_on_the_same_page(above, desk):
    article = write(above, reuse="free")
    publish(article, above)
    url = sheet_of(article)
    head, leader = desk(above.user(Role.HEAD_EDITOR)), desk(above.user(Role.COMMUNE_LEADER))
    assert head.post(url, {"ben": "committee"}).status_code == 403
    assert head.post(url, {"ben": "mayor"}).status_code == 404
    assert head.post(url, {"ben": "board", "quyet_dinh": "9/TB-BBT"}).status_code == 302
    assert "9/TB-BBT" in text(leader.get(url))
    leader.post(url, {"ben": "committee"})
    with everything("tests"):
        assert Article.objects.get(pk=article.pk).is_free
    leader.post(url, {"ben": "committee"})
    with everything("tests"):
        assert not Article.objects.get(pk=article.pk).is_free


def test_the_sheet_names_the_hamlets_to_which_a_channel_is_addressed(ours, desk):
    article, board = write(ours), desk(ours.user(Role.DESK))
    with everything("tests"):
        hamlet = Hamlet.objects.create(unit=ours.unit, name="Tây Thử", kind=HamletKind.THON)
    addressed = re.compile(rf"<th[^>]*>{ours.unit.title}<br><span[^>]*>{hamlet.title}</span></th>")
    assert not addressed.search(text(board.get(sheet_of(article))))
    sent = {"version": version(article), "push-chosen": "on", "push-hamlets": [hamlet.pk]}
    assert board.post(sheet_of(article), sent).status_code == 302
    assert len(addressed.findall(text(board.get(sheet_of(article))))) == 1

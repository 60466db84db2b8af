"""An article's way through the desk's own pages, each step by the person whose turn it is."""

import re
from html import unescape

import pytest

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import BESIDE
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.services.set_route import set_route
from conglang.tools.media.rules import Refusal
from conglang.workspace.tests.conftest import appoint, picture, typed, write


def buttons(page) -> dict[str, str]:
    """Addresses of the commands that a page offers, by their word in the address."""
    links = re.findall(r'href="(/tin-bai/\d+/viec/([a-z-]+)/\?da-xem=[0-9a-f]+)"', page.content.decode())
    return {word: unescape(link) for link, word in links}


def press(browser, article, word, **given):
    """Open an article, follow the button, confirm."""
    link = buttons(browser.get(f"/tin-bai/{article.pk}/"))[word]
    assert browser.get(link).status_code == 200
    return browser.post(link, given, follow=True)


def stored(article):
    with everything("tests"):
        return Article.objects.get(pk=article.pk)


@pytest.fixture
def people(desk, ours):
    roles = {
        "writer": Role.CONTRIBUTOR,
        "desk": Role.DESK,
        "editor": Role.FIELD_EDITOR,
        "head": Role.HEAD_EDITOR,
    }
    return {name: desk(ours.user(role)) for name, role in roles.items()}


def test_an_article_goes_from_the_form_to_the_public(people, ours):
    page = people["writer"].post("/gui-tin-bai/", typed(ours), follow=True)
    with everything("tests"):
        article = Article.objects.get(title="Chợ quê họp trở lại")
    assert page.redirect_chain[0][0].startswith(f"/tin-bai/{article.pk}/")
    press(people["writer"], article, "gui-duyet")
    press(people["desk"], article, "phan-cong", person=ours.user(Role.FIELD_EDITOR).pk)
    press(people["editor"], article, "tham-dinh", reason="Đã hỏi trưởng thôn.")
    assert not stored(article).live
    page = press(people["head"], article, "phe-duyet")
    assert stored(article).live
    for words in ("Đã hỏi trưởng thôn.", f"Người {ours.user(Role.HEAD_EDITOR).username}"):
        assert words in page.content.decode()


def test_nobody_is_offered_the_decision_about_their_own_work(people, ours):
    article = write(ours, Role.HEAD_EDITOR)
    press(people["head"], article, "gui-duyet")
    offered = buttons(people["head"].get(f"/tin-bai/{article.pk}/"))
    assert not {"phe-duyet", "tham-dinh"} & offered.keys()


def test_a_returned_article_waits_for_its_author_with_the_reason(people, ours):
    article = write(ours)
    press(people["writer"], article, "gui-duyet")
    press(people["desk"], article, "tra-lai", reason="Xin ghi nguồn số liệu.")
    home = people["writer"].get("/").content.decode()
    assert article.title in home
    assert "Bị trả lại cho tôi" in home
    assert "Xin ghi nguồn số liệu." in people["writer"].get(f"/tin-bai/{article.pk}/").content.decode()


def test_the_head_editor_asks_the_field_editor_to_look_again(people, ours):
    article = write(ours)
    press(people["writer"], article, "gui-duyet")
    press(people["desk"], article, "phan-cong", person=ours.user(Role.FIELD_EDITOR).pk)
    press(people["editor"], article, "tham-dinh")
    link = buttons(people["head"].get(f"/tin-bai/{article.pk}/"))["tra-lai"]
    form = people["head"].get(link).context["form"]
    assert [label for _key, label in form.fields["back_to"].choices] == ["Người viết", "Thẩm định"]
    assert people["head"].post(link, {"reason": "x", "back_to": "approve"}).status_code == 422
    press(people["head"], article, "tra-lai", reason="Xin hỏi lại trưởng thôn.", back_to="verify")
    for name in ("editor", "writer"):
        assert "Xin hỏi lại trưởng thôn." in people[name].get(f"/tin-bai/{article.pk}/").content.decode()
    press(people["editor"], article, "tham-dinh")
    press(people["head"], article, "phe-duyet")
    assert stored(article).live


def test_police_and_culture_check_side_by_side(people, desk, ours):
    police, culture = (appoint(name, ours.unit, Role.DEPARTMENT_HEAD) for name in ("congan", "vanhoa"))
    system = Actor.system("tests")
    with everything("tests"):
        set_route(unit_id=ours.unit.pk, kind="newsroom.article", route=BESIDE, by=system, now=clock_now())
    article = write(ours)
    press(people["writer"], article, "gui-duyet")
    press(people["desk"], article, "phan-cong", person=ours.user(Role.FIELD_EDITOR).pk)
    press(people["editor"], article, "tham-dinh")
    for person in (police, culture):
        press(people["desk"], article, "phan-cong", person=person.pk)
    assert "phe-duyet" not in buttons(people["head"].get(f"/tin-bai/{article.pk}/"))
    for person in (culture, police):
        press(desk(person), article, "tham-dinh")
    press(people["head"], article, "phe-duyet")
    assert stored(article).live


def test_a_return_without_a_reason_is_asked_again(people, ours):
    article = write(ours)
    press(people["writer"], article, "gui-duyet")
    link = buttons(people["desk"].get(f"/tin-bai/{article.pk}/"))["tra-lai"]
    answer = people["desk"].post(link, {"reason": " "})
    assert answer.status_code == 422
    assert "Xin kiểm tra lại" in answer.content.decode()


def test_an_approval_of_what_was_changed_meanwhile_is_stopped_and_keeps_the_words(people, ours):
    article = write(ours)
    press(people["writer"], article, "gui-duyet")
    press(people["desk"], article, "phan-cong", person=ours.user(Role.FIELD_EDITOR).pk)
    link = buttons(people["editor"].get(f"/tin-bai/{article.pk}/"))["tham-dinh"]
    form = typed(ours, title="Tiêu đề khác", version=stored(article).version)
    assert people["writer"].post(f"/tin-bai/{article.pk}/sua/", form).status_code == 302
    answer = people["editor"].post(link, {"reason": "Đã đọc kỹ."})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Đọc bản mới" in text
    assert "Đã đọc kỹ." in text


def test_what_nobody_opened_is_not_decided(people, ours):
    article = write(ours)
    answer = people["writer"].post(f"/tin-bai/{article.pk}/viec/gui-duyet/", {})
    assert answer.status_code == 302
    assert "gui-duyet" in buttons(people["writer"].get(f"/tin-bai/{article.pk}/"))


def test_a_form_sent_twice_makes_one_article(people, ours):
    form = typed(ours, uid="019a0000-0000-7000-8000-000000000001")
    first = people["writer"].post("/gui-tin-bai/", form)
    second = people["writer"].post("/gui-tin-bai/", form)
    assert first.url == second.url
    with everything("tests"):
        assert Article.objects.count() == 1


def test_a_command_given_twice_is_done_once(people, ours):
    article = write(ours)
    link = buttons(people["writer"].get(f"/tin-bai/{article.pk}/"))["gui-duyet"]
    assert [people["writer"].post(link).status_code for _ in range(2)] == [302, 302]
    page = people["writer"].get(f"/tin-bai/{article.pk}/").content.decode()
    assert page.count("Gửi duyệt <span") == 1


def test_whoever_saves_second_sees_both_versions_and_may_choose(people, ours):
    article = write(ours)
    mine = typed(ours, title="Bản của tôi", version=stored(article).version)
    theirs = typed(ours, title="Bản của ban biên tập", version=stored(article).version)
    path = f"/tin-bai/{article.pk}/sua/"
    assert people["desk"].post(path, theirs).status_code == 302
    answer = people["writer"].post(path, mine)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Bản của tôi" in text
    assert re.search(r"<del>ban biên tập</del>", text)
    version = re.search(r'name="version" value="([^"]+)"', text)[1]
    assert people["writer"].post(path, mine | {"version": version}).status_code == 302
    assert stored(article).title == "Bản của tôi"


def test_a_wrong_form_keeps_the_picture_and_every_word(people, ours):
    form = typed(ours, section="", lead_alt="Bà con ra đồng", picture=picture())
    answer = people["writer"].post("/gui-tin-bai/", form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Đoạn hai." in text
    lead = re.search(r'name="lead" value="(\d+)"', text)[1]
    again = typed(ours, lead_alt="Bà con ra đồng", lead=lead)
    assert people["writer"].post("/gui-tin-bai/", again).status_code == 302
    with everything("tests"):
        assert str(Article.objects.get().lead_id) == lead


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", Refusal.SCRIPTABLE),
        (b"MZ" + b"\0" * 200, Refusal.NOT_A_PICTURE),
    ],
)
def test_a_refused_picture_is_explained_beside_its_field(people, ours, content, refusal):
    file = picture()
    file.seek(0)
    file.truncate()
    file.write(content)
    file.seek(0)
    answer = people["writer"].post("/gui-tin-bai/", typed(ours, lead_alt="Ảnh", picture=file))
    assert answer.status_code == 422
    beside = re.search(r'id="id_picture_error">(.*?)</ul>', answer.content.decode(), re.DOTALL)[1]
    assert str(refusal.label) in unescape(beside)


def test_a_text_file_becomes_a_draft_and_is_kept(people, ours):
    file = picture()
    file.seek(0)
    file.truncate()
    file.write("Lịch tiêm phòng\n\nTrạm y tế tiêm từ 7 giờ.\n\nXin mang theo sổ.".encode())
    file.seek(0)
    file.name = "lich.txt"
    answer = people["writer"].post("/gui-tin-bai/", typed(ours, title="", text="", summary="", file=file))
    assert answer.status_code == 302
    with everything("tests"):
        article = Article.objects.get()
        assert article.title == "Lịch tiêm phòng"
        assert article.original is not None
        assert article.author_address == "Thôn Hội Long"

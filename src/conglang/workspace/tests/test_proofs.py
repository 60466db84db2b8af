"""Proofreading at the desk: what is marked, put right, kept, remarked and compared."""

from django.urls import reverse

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval import services
from conglang.tools.approval.hashing import hash_of
from conglang.tools.approval.models import KeptWording, Remark
from conglang.tools.approval.queries import standing
from conglang.tools.approval.rules import Command
from conglang.workspace.proofs import marks_in, passages
from conglang.workspace.tests.conftest import write

SLIP = "<p>Xã <b>bổ xung</b> kinh phí &amp; hổ trợ bà con.</p><h2>Cách làm</h2><p>Mọi người chia sẽ.</p>"


def slip(office, **given):
    return write(office, body=[{"type": "text", "value": SLIP}], **given)


def stored(article):
    with everything("tests"):
        return Article.objects.get(pk=article.pk)


def marks(article):
    with everything("tests"):
        newest = stored(article).get_latest_revision_as_object()
        return {mark.words: mark for mark in marks_in(newest, passages(newest))}


def press(browser, article, **sent):
    return browser.post(
        reverse("workspace:proof", args=[article.pk]), {"version": stored(article).version} | sent
    )


def body(article):
    with everything("tests"):
        return stored(article).get_latest_revision_as_object().body.get_prep_value()[0]["value"]


def test_slips_stand_marked_in_their_places_with_the_reason(desk, ours):
    article = slip(ours)
    page = desk(ours.user(Role.FIELD_EDITOR)).get(reverse("workspace:proof", args=[article.pk]))
    html = page.content.decode()
    assert list(marks(article)) == ["bổ xung", "hổ trợ", "chia sẽ"]
    assert 'id="cho-1">bổ xung</a></mark>' in html
    assert "Sửa thành “hỗ trợ”" in html


def test_one_tap_puts_a_slip_right_and_leaves_all_markup(desk, ours):
    article = slip(ours)
    browser = desk(ours.user(Role.FIELD_EDITOR))
    for words in ("bổ xung", "hổ trợ"):
        press(browser, article, fix=f"{marks(article)[words].key}~1")
    assert "<b>bổ sung</b> kinh phí &amp; hỗ trợ bà con" in body(article)
    assert list(marks(article)) == ["chia sẽ"]


def test_a_button_of_an_older_version_changes_nothing(desk, ours):
    article = slip(ours)
    old = stored(article).version
    key = marks(article)["chia sẽ"].key
    browser = desk(ours.user(Role.FIELD_EDITOR))
    press(browser, article, fix=f"{marks(article)['bổ xung'].key}~1")
    press(browser, article, version=old, fix=f"{key}~1")
    assert "chia sẽ" in body(article)


def test_who_may_only_read_keeps_their_hands_off_the_text(desk, ours):
    article = slip(ours)
    other = desk(ours.user(Role.FIELD_EDITOR))
    reader = desk(ours.user(Role.DEPARTMENT_HEAD))
    assert press(reader, article, fix=f"{marks(article)['bổ xung'].key}~1").status_code in {403, 404}
    assert "bổ xung" in body(article)
    assert press(other, article, fix="gì đó~1").status_code == 302


def test_what_a_person_says_to_be_right_is_marked_no_more_in_this_article_only(desk, ours):
    article, second = slip(ours), slip(ours, title="Bài khác của xã")
    press(desk(ours.user(Role.FIELD_EDITOR)), article, keep=f"{marks(article)['bổ xung'].key}~")
    assert "bổ xung" not in marks(article)
    assert "bổ xung" in marks(second)
    with everything("tests"):
        assert KeptWording.objects.get().words == "bổ xung"


def test_remarks_are_answered_and_settled_and_are_no_content(desk, ours):
    article = slip(ours)
    before = hash_of(stored(article).latest_revision)
    editor, writer = desk(ours.user(Role.FIELD_EDITOR)), desk(ours.user(Role.CONTRIBUTOR))
    press(editor, article, remark="1", quote="kinh phí", text="Bao nhiêu tiền?")
    with everything("tests"):
        remark = Remark.objects.get()
    press(writer, article, answer=str(remark.pk), words="20 triệu đồng.")
    html = writer.get(reverse("workspace:proof", args=[article.pk])).content.decode()
    assert '<mark data-kind="remark">kinh phí</mark>' in html
    assert "20 triệu đồng." in html
    press(writer, article, resolve=str(remark.pk))
    with everything("tests"):
        assert Remark.objects.get(answers=None).resolved_at
    assert hash_of(stored(article).latest_revision) == before
    assert press(editor, article, remark="1", text="").status_code == 422


def test_neighbours_neither_read_nor_remark(desk, ours, theirs):
    article = slip(ours)
    stranger = desk(theirs.user(Role.HEAD_EDITOR))
    assert stranger.get(reverse("workspace:proof", args=[article.pk])).status_code == 404
    assert press(stranger, article, remark="1", text="Có ai không?").status_code == 404
    other = slip(theirs)
    with everything("tests"):
        mine = services.remark(
            item=other,
            permission="newsroom.read",
            text="Riêng tư",
            by=theirs.actor(Role.HEAD_EDITOR),
            now=clock_now(),
        )
    answered = press(desk(ours.user(Role.FIELD_EDITOR)), article, answer=str(mine.pk), words="Đây")
    assert answered.status_code == 404


def test_a_change_after_approval_is_shown_and_let_through_at_one_tap_by_second_persons(desk, ours):
    article = slip(ours)
    act(ours, article, Role.CONTRIBUTOR)
    carry_through(ours, article)
    browser = desk(ours.user(Role.DESK))
    press(browser, article, fix=f"{marks(article)['bổ xung'].key}~1")
    assert browser.get(item_url(article)).context["since"] is None
    act(ours, article, Role.DESK)  # assigns it
    act(ours, article, Role.DESK)
    for role in (Role.FIELD_EDITOR, Role.HEAD_EDITOR):
        other = desk(ours.user(role))
        page = other.get(item_url(article))
        assert "Thay đổi sau khi duyệt" in page.content.decode()
        since = page.context["since"]
        assert other.post(since["url"], {"seen": since["seen"]}).status_code == 302
    with everything("tests"):
        assert "bổ sung" in str(Article.objects.get(pk=article.pk, live=True).body)


def item_url(article):
    return reverse("workspace:item", args=[article.pk])


def carry_through(office, article):
    """Whatever the way of approval asks for, done by whoever may."""
    for role in (Role.DESK, Role.FIELD_EDITOR, Role.HEAD_EDITOR):
        act(office, article, role)
    assert stored(article).live


def act(office, article, role):
    actor, now = office.actor(role), clock_now()
    with use_scope(actor.scope):
        item = Article.objects.get(pk=article.pk)
        place = standing(actor, item, now=now)
        if place.may(Command.SUBMIT):
            services.submit(item=item, by=actor, now=now, expected_hash=place.content)
        elif place.may(Command.ASSIGN):
            person = office.user(Role.FIELD_EDITOR).pk
            services.assign(item=item, assignee_id=person, by=actor, now=now)
        elif place.may(Command.VERIFY):
            services.verify(item=item, expected_hash=place.content, by=actor, now=now)
        elif place.may(Command.APPROVE):
            services.approve(item=item, expected_hash=place.content, by=actor, now=now)


def test_any_two_versions_are_compared_and_none_of_another_article(desk, ours):
    article, other = slip(ours), slip(ours, title="Bài khác của xã")
    browser = desk(ours.user(Role.FIELD_EDITOR))
    press(browser, article, fix=f"{marks(article)['bổ xung'].key}~1")
    press(browser, article, fix=f"{marks(article)['hổ trợ'].key}~1")
    with everything("tests"):
        first, _second, third = article.revisions.order_by("pk").values_list("pk", flat=True)
        foreign = other.revisions.get().pk
    url = reverse("workspace:compare", args=[article.pk])
    html = browser.get(url, {"before": first, "after": third}).content.decode()
    assert "<del>bổ xung</del>" in html or "<del>xung</del>" in html
    assert browser.get(url, {"before": foreign, "after": third}).status_code == 404
    assert browser.get(url).status_code == 200


def test_similar_public_articles_and_missing_parts_stand_beside(desk, ours):
    article = slip(ours, title="Nạo vét kênh mương nội đồng ở thôn Đông")
    twin = slip(ours, title="Nạo vét kênh mương nội đồng ở thôn Đoài")
    far = slip(ours, title="Tiêm phòng cho trẻ em", summary="Trạm y tế tiêm sáng thứ Bảy.")
    for row in (twin, far):
        act(ours, row, Role.CONTRIBUTOR)
        carry_through(ours, row)
    page = desk(ours.user(Role.FIELD_EDITOR)).get(reverse("workspace:proof", args=[article.pk]))
    assert [each.pk for each in page.context["similar"]] == [twin.pk]
    assert "Chưa có ảnh đại diện." in page.content.decode()

"""Two articles that are there already become versions of one another, and part again (P12)."""

import pytest
from django.test import Client

from conglang.base.accounts.roles import Role
from conglang.base.units.models import Site
from conglang.base.units.scope import everything, use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.routes import SHORT
from conglang.kernel.clock import now as clock_now
from conglang.tools.approval.models import RouteSetting
from conglang.tools.approval.queries import standing
from conglang.tools.approval.services import approve, submit
from conglang.workspace.tests.conftest import SINCE, write

HOST = "bensen.localhost"


@pytest.fixture
def author(desk, ours):
    with everything("tests"):
        Site.objects.create(unit=ours.unit, host=HOST, opened_on=SINCE)
        RouteSetting.objects.create(unit=ours.unit, kind="newsroom.article", route=SHORT.as_data())
    return desk(ours.user(Role.CONTRIBUTOR))


def publish(article, ours):
    now = clock_now()
    writer, head = ours.actor(Role.CONTRIBUTOR), ours.actor(Role.HEAD_EDITOR)
    with use_scope(writer.scope):
        submit(item=Article.objects.get(pk=article.pk), by=writer, now=now)
    with use_scope(head.scope):
        row = Article.objects.get(pk=article.pk)
        approve(item=row, expected_hash=standing(head, row, now=now).content, by=head, now=now)


def test_who_withdraws_an_article_is_told_that_its_translation_stays(author, ours, desk):
    original, english = write(ours), write(ours, title="Dredging the canals")
    join(author, english, original)
    publish(original, ours)
    head = desk(ours.user(Role.HEAD_EDITOR))
    ask = f"/tin-bai/{original.pk}/viec/go-bai/?da-xem=x"
    assert "còn bản" not in head.get(ask).content.decode()
    publish(english, ours)
    page = head.get(ask).content.decode()
    assert "Bài này còn bản Tiếng Anh trên trang" in page
    assert f'href="/tin-bai/{english.pk}/"' in page


def join(author, article, original, language="en", version=None):
    with everything("tests"):
        version = version or Article.objects.get(pk=article.pk).version
    sent = {"language": language, "original": original and original.pk, "version": version}
    return author.post(f"/tin-bai/{article.pk}/ngon-ngu/", {k: v or "" for k, v in sent.items()})


def alternates(article):
    with everything("tests"):
        path = Article.objects.get(pk=article.pk).get_absolute_url()
    text = Client(headers={"host": HOST}).get(path).content.decode()
    return [code for code in ("vi", "en", "x-default") if f'hreflang="{code}"' in text]


def test_joined_articles_lead_to_each_other_once_approved_and_part_again(author, ours):
    original, english = write(ours), write(ours, title="Dredging the canals")
    for each in (original, english):
        publish(each, ours)
    assert "Nạo vét" in author.get(f"/tin-bai/{english.pk}/ngon-ngu/?tu-khoa=nao+vet").content.decode()
    assert join(author, english, original).status_code == 302
    assert alternates(original) == [], "nothing is public that nobody approved"
    publish(english, ours)
    assert alternates(original) == alternates(english) == ["vi", "en", "x-default"]
    assert join(author, english, None).status_code == 302
    publish(english, ours)
    assert alternates(original) == []


def test_what_makes_no_pair_is_refused_with_its_reason(author, ours, theirs):
    original, english, third = (write(ours, title=title) for title in ("A", "B", "C"))
    assert "cùng một ngôn ngữ" in join(author, english, original, "vi").content.decode()
    assert "thuộc đơn vị khác" in join(author, english, write(theirs)).content.decode()
    assert "Có người khác" in join(author, english, original, version="0.0").content.decode()
    assert join(author, english, original).status_code == 302
    assert "đã là bản dịch" in join(author, third, english, "km").content.decode()
    assert "Đã có bản" in join(author, third, original).content.decode()
    assert "tách các bài đó" in join(author, original, third, "km").content.decode()


def test_the_page_of_a_colleagues_article_is_for_the_board(desk, author, ours):
    other = desk(ours.user(Role.DEPARTMENT_HEAD))
    assert other.get(f"/tin-bai/{write(ours).pk}/ngon-ngu/").status_code == 403

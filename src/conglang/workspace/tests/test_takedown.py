"""An authority orders to take something down: 24 hours, or 6, until it is withdrawn (N1)."""

from datetime import timedelta

import pytest

from conglang.base.accounts.roles import Role
from conglang.base.duties.models import Duty
from conglang.base.units.scope import everything
from conglang.kernel.clock import LOCAL_ZONE
from conglang.kernel.clock import now as clock_now
from conglang.workspace.tests.test_journey import people, press, stored, write  # noqa: F401 - a fixture

ORDER = "Sở Văn hóa Thử, công văn 12/2026"


@pytest.fixture
def article(people, ours):  # noqa: F811
    article = write(ours)
    press(people["writer"], article, "gui-duyet")
    press(people["desk"], article, "phan-cong", person=ours.user(Role.FIELD_EDITOR).pk)
    press(people["editor"], article, "tham-dinh")
    press(people["head"], article, "phe-duyet")
    return article


def address(article) -> str:
    return f"/lenh-go/newsroom.article/{article.pk}/"


def order(moment, **more):
    return {"order": ORDER, "received_at": f"{moment.astimezone(LOCAL_ZONE):%Y-%m-%dT%H:%M}"} | more


def test_the_clock_of_an_order_ends_when_the_article_is_withdrawn(people, article):  # noqa: F811
    came = clock_now().replace(second=0, microsecond=0) - timedelta(hours=1)
    desk = people["desk"]
    assert address(article) in desk.get(f"/tin-bai/{article.pk}/").content.decode()
    for _twice in range(2):
        assert desk.post(address(article), order(came, is_urgent="on")).status_code == 302
    assert ORDER in people["head"].get(f"/tin-bai/{article.pk}/").content.decode()
    with everything("tests"):
        duty = Duty.objects.get()
    assert (duty.due_at - came, duty.fulfilled_at) == (timedelta(hours=6), None)
    press(desk, article, "go-bai", reason="Theo yêu cầu.")
    with everything("tests"):
        duty.refresh_from_db()
    assert duty.fulfilled_at is not None
    assert not stored(article).live
    assert desk.get(address(article)).status_code == 404


def test_an_order_of_tomorrow_is_refused_and_a_writer_may_not_write_one_down(people, article):  # noqa: F811
    answer = people["desk"].post(address(article), order(clock_now() + timedelta(days=1)))
    assert answer.status_code == 422
    assert ORDER in answer.content.decode()
    assert people["writer"].get(address(article)).status_code == 403

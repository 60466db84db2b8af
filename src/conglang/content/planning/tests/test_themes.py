"""The figures of themes, and the items behind them."""

import re
from datetime import date

from conglang.base.accounts.tests.villages import page
from conglang.content.newsroom.themes import Theme
from conglang.content.planning.tests.conftest import DESK, published

THEMES, ITEMS = f"{DESK}chu-de/", f"{DESK}tin-bai/"


def table_row(html: str, title: str) -> list[str]:
    """The texts of a table's row."""
    [row] = [part for part in re.findall(r"<tr>.*?</tr>", html, re.S) if f">{title}</th>" in part]
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)]


def test_items_are_counted_by_theme_and_month_and_stand_behind_the_figure(home, desk):
    land = Theme.objects.get(title="Đất đai")
    published(home, "Lấn chiếm đất công", date(2026, 3, 1), land)
    published(home, "Cấp sổ đỏ lần đầu", date(2026, 3, 31), land)
    published(home, "Bài năm trước", date(2025, 12, 31), land)
    published(home, "Bản dịch", date(2026, 3, 5), land, section_id=home.sections["about"].pk)
    published(home, "Không chủ đề", date(2026, 11, 2))
    shown = page(desk(home.writer), THEMES)
    assert table_row(shown, "Đất đai") == ["–", "–", "2", *"–" * 9, "2"]
    assert table_row(shown, "Không thuộc chủ đề nào")[10:] == ["1", "–", "1"]
    [link] = re.findall(r'href="([^"]*tu=2026-03-01[^"]*)"', shown)
    behind = page(desk(home.writer), link.replace("&amp;", "&"))
    assert "Lấn chiếm đất công" in behind
    assert "Cấp sổ đỏ lần đầu" in behind
    assert "Bản dịch" not in behind
    assert "Bài năm trước" in page(desk(home.writer), f"{ITEMS}?nam=2025")
    assert page(desk(home.writer), f"{ITEMS}?tu=x&den=9999-99-99&loai=y&theme=z&nam=1").count("<tr>") == 4


def test_a_theme_goes_through_two_people_on_the_desk(home, desk):
    typed = {
        "group": "series",
        "title": "Chào mừng Đại hội",
        "basis": "Kế hoạch 5",
        "valid_from": "2026-11-01",
    }
    first, second = desk(home.desk), desk(home.head)
    refused = first.post(THEMES, typed)
    assert refused.status_code == 422
    assert "Chào mừng Đại hội" in refused.content.decode()
    assert first.post(THEMES, typed | {"valid_to": "2026-12-31"}).status_code == 302
    theme = Theme.objects.get(title="Chào mừng Đại hội")
    first.post(THEMES, {"xac-nhan": theme.pk})
    theme.refresh_from_db()
    assert theme.confirmed_at is None
    second.post(THEMES, {"xac-nhan": theme.pk})
    second.post(THEMES, {"ket-thuc": theme.pk, "ngay-cuoi": "2026-12-01"})
    theme.refresh_from_db()
    assert theme.valid_to == date(2026, 12, 1)
    assert desk(home.writer).post(THEMES, {"xac-nhan": theme.pk}).status_code == 403
    assert second.post(THEMES, {"xac-nhan": "x"}).status_code == 404


def test_figures_cost_the_same_queries_for_two_hundred_items(home, desk, django_assert_max_num_queries):
    for number in range(3):
        published(home, f"Bài {number}", date(2026, 5, 1 + number))
    client = desk(home.head)
    page(client, THEMES)
    with django_assert_max_num_queries(40) as few:
        page(client, THEMES)
    for number in range(20):
        published(home, f"Bài khác {number}", date(2026, 6, 1 + number))
    with django_assert_max_num_queries(len(few.captured_queries)):
        page(client, THEMES)


def test_a_neighbour_is_nobody(home, neighbour, desk):
    published(home, "Chuyện nhà", date(2026, 5, 1))
    client = desk(neighbour.head)
    assert "Chuyện nhà" not in page(client, ITEMS)
    assert client.get(f"{ITEMS}?don-vi={home.unit.pk}").status_code == 404

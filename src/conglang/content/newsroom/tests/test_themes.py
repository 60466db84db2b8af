"""Themes are data: those of the release, and what a province or a commune sets with two people."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from conglang.base.accounts.actor import Actor
from conglang.base.accounts.permissions import Forbidden, NotFound
from conglang.base.units.scope import use_scope
from conglang.content.newsroom.models import Article
from conglang.content.newsroom.queries import offered_themes
from conglang.content.newsroom.services.keep_theme import confirm_theme, end_theme, enter_theme
from conglang.content.newsroom.tests.conftest import NOW, Commune, write
from conglang.content.newsroom.themes import Theme, ThemeGroup

TODAY = date(2026, 11, 21)


def entered(of: Commune, title: str = "Làng quê đáng sống", by: Actor | None = None, **more) -> Theme:
    facts = {"group": ThemeGroup.SERIES, "basis": "Kế hoạch 5/KH-UBND", "valid_from": date(2026, 11, 1)}
    facts |= {"valid_to": date(2026, 12, 31)} | more
    by = by or of.desk
    with use_scope(by.scope):
        return enter_theme(by=by, unit_id=of.unit.pk, theme=Theme(title=title, **facts), now=NOW)


def confirmed(of: Commune, theme: Theme, by: Actor | None = None) -> Theme:
    by = by or of.head
    with use_scope(by.scope):
        return confirm_theme(by=by, unit_id=of.unit.pk, theme_id=theme.pk, now=NOW)


def offered(of: Commune, on: date = TODAY) -> set[str]:
    return set(offered_themes(of.unit, on).values_list("title", flat=True))


def test_the_themes_of_the_plan_are_there_from_the_start(home):
    of_group = [row.group for row in Theme.objects.all()]
    assert of_group.count(ThemeGroup.DIGITAL) == 5
    assert of_group.count(ThemeGroup.LAW) == 8
    assert {"Đề án 06", "Phòng cháy chữa cháy", "Người tốt, việc tốt"} <= offered(home)


def test_a_theme_counts_in_its_unit_once_a_second_person_has_confirmed_it(home, neighbour):
    theme = entered(home)
    assert theme.title not in offered(home)
    with pytest.raises(ValidationError):
        confirmed(home, theme, by=home.desk)
    assert confirmed(home, theme).confirmed_by_id == home.head.user_id
    assert theme.title in offered(home)
    assert theme.title not in offered(neighbour)
    with pytest.raises(NotFound):
        confirmed(neighbour, theme)
    with pytest.raises(Forbidden):
        entered(home, "Khác", by=home.writer)


def test_the_same_title_is_not_set_twice(home):
    first = entered(home)
    assert entered(home, "Làng  quê đáng sống").pk == first.pk
    assert entered(home, "Đất đai").scope == "VN"


def test_series_and_events_end_and_nothing_is_offered_after_its_last_day(home):
    with pytest.raises(ValidationError):
        entered(home, "Không có ngày cuối", valid_to=None)
    with pytest.raises(ValidationError):
        entered(home, "Cuối trước đầu", valid_to=date(2026, 10, 1))
    theme = confirmed(home, entered(home))
    assert theme.title in offered(home, date(2026, 12, 31))
    assert theme.title not in offered(home, date(2027, 1, 1))
    assert theme.title not in offered(home, date(2026, 10, 31))
    with use_scope(home.desk.scope):
        end_theme(by=home.desk, unit_id=home.unit.pk, theme_id=theme.pk, on=date(2026, 11, 20), now=NOW)
    assert theme.title not in offered(home)


def test_an_item_takes_a_theme_of_its_unit_only_and_keeps_it(home, neighbour):
    theme = confirmed(home, entered(home))
    article = write(home, theme_id=theme.pk)
    with use_scope(home.writer.scope):
        assert Article.objects.get(pk=article.pk).get_latest_revision_as_object().theme == theme
    with pytest.raises(ValidationError) as refused:
        write(neighbour, theme_id=theme.pk)
    assert "theme" in refused.value.message_dict

"""Ten sheets of both regimes, computed by hand in `sheets/`, against the rules and the law."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from conglang.content.royalties.law import law, rates_of
from conglang.content.royalties.rules import CREATION, Item, LocalTable, Share, reckon, settle, tariff_on
from conglang.kernel.money import VND

SHEETS = sorted(Path(__file__).with_name("sheets").glob("*.toml"))
CHAIN = ("VN", "98", "98001")


def number(text):
    return Decimal(str(text)) if text not in {None, ""} else None


def shares(table):
    return [Share(name, Decimal(str(percent))) for name, percent in table.items()]


def item(work):
    people = {
        name: shares(work.get(name, {})) for name in ("authors", "photographers", "editors", "approvers")
    }
    return Item(
        genre=work["genre"],
        value=number(work.get("value")),
        use=work.get("use", CREATION),
        extras={key: number(value) for key, value in work.get("extras", {}).items()},
        pictures=work.get("pictures", 0),
        **people,
    )


def table(row):
    return LocalTable(
        row["title"], row["scope"], row["from"], row.get("to"), rates_of(row["rates"]), row.get("unit_value")
    )


def test_there_are_ten_sheets_of_both_regimes():
    names = [path.stem.split("_")[1] for path in SHEETS]
    assert (names.count("decree"), names.count("local")) == (6, 4)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_sheet_is_what_was_computed_by_hand(path: Path):
    sheet = tomllib.loads(path.read_text("utf-8"))
    tables = [table(row) for row in sheet.get("table", [])]
    found = [reckon(item(work), tariff_on(law(), tables, CHAIN, work["day"])) for work in sheet["work"]]
    assert [each.royalty for each in found] == [work["royalty"] for work in sheet["work"]]
    payments = [(each.payee, each.amount) for one in found for each in one.payments]
    paid = settle(payments, law().tax(sheet["reckoned"]))
    assert {each.payee: [each.gross, each.tax, each.net] for each in paid} == sheet["paid"]
    gross = sum(each.gross for each in paid)
    assert {
        "gross": gross, "tax": sum(each.tax for each in paid), "words": VND(gross).words()
    } == sheet["total"]  # fmt: skip

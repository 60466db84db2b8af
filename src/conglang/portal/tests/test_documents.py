"""The public register: what is approved stands there, what is not does not."""

from datetime import date

from conglang.base.accounts.tests.villages import visit
from conglang.content.documents.rules import Relation, Tie, stored_ties
from conglang.content.documents.tests.conftest import (  # noqa: F401  # fixtures
    frozen,
    home,
    predecessor,
    published,
    write,
)
from conglang.portal.tests.telling import judge, report_from


def test_the_register_lists_and_narrows_what_is_public(home):  # noqa: F811
    row = published(home)
    draft = write(home, code="77/KH-UBND", kind="ke-hoach")
    page = visit("/van-ban/").content.decode()
    assert row.get_absolute_url() in page
    assert draft.code not in page
    for query, is_there in (
        ("?loai=quyet-dinh&nam=2026&hieu-luc=con-hieu-luc&q=quy+che", True),
        ("?hieu-luc=het-hieu-luc", False),
        ("?co-quan=khac", False),
    ):
        assert (row.get_absolute_url() in visit(f"/van-ban/{query}").content.decode()) is is_there, query
    assert visit(draft.get_absolute_url()).status_code == 404
    assert "12/QĐ-UBND" in visit("/van-ban/van-ban.csv").content.decode()


def test_a_reader_sees_fields_files_and_relations_both_ways(home):  # noqa: F811
    issuer = {"issuer": predecessor(home), "issuer_name": "Ủy ban nhân dân xã Bến Sen Đông"}
    old = published(home, issued_on=date(2024, 6, 3), text="Điều 1. Nội dung", **issuer)
    tie = Tie(Relation.REPLACES, old.code, str(old.uid))
    new = published(home, code="40/QĐ-UBND", relations=stored_ties([tie]))
    page = visit(old.get_absolute_url()).content.decode()
    assert "Xã Bến Sen Đông".casefold() in page.casefold()
    assert "Điều 1. Nội dung" in page
    assert ".pdf" in page
    assert new.get_absolute_url() in page
    assert old.get_absolute_url() in visit(new.get_absolute_url()).content.decode()


def test_new_documents_stand_in_feeds_tables_the_site_map_and_the_open_data(home):  # noqa: F811
    row = published(home)
    address = f"http://c98001.localhost{row.get_absolute_url()}"
    for path in ("rss.xml", "atom.xml", "feed.json", "van-ban.csv", "van-ban.json"):
        assert address in visit(f"/van-ban/{path}").content.decode(), path
    assert address in visit("/sitemap-1.xml").content.decode()
    found = visit("/api/v1/documents/?kind=quyet-dinh&limit=1").json()
    assert [(each["url"], each["validity"], len(each["files"])) for each in found["items"]] == [
        (address, "con-hieu-luc", 1)
    ]
    assert visit("/api/v1/documents/?kind=ke-hoach").json() == {"items": [], "next": None}


def test_a_document_can_be_cited_and_carried_to_another_phone(home):  # noqa: F811
    row = published(home)
    page = visit(row.get_absolute_url()).content.decode()
    cited = (
        "Quyết định 12/QĐ-UBND ngày 05/03/2026, Ủy ban nhân dân xã Bến Sen, “Ban hành Quy chế tiếp công dân”"
    )
    assert cited in page
    code = visit(f"{row.get_absolute_url()}ma-qr.svg")
    assert code["Content-Type"] == "image/svg+xml"
    assert "Chữ ký số của tệp này đang được kiểm tra." in page


def test_the_list_costs_as_many_queries_for_many_as_for_one(home, django_assert_max_num_queries):  # noqa: F811
    published(home)
    with django_assert_max_num_queries(60) as first:
        assert visit("/van-ban/").status_code == 200
    published(home, code="13/QĐ-UBND")
    published(home, code="14/QĐ-UBND")
    with django_assert_max_num_queries(len(first)):
        visit("/van-ban/")


def test_readers_judge_a_document_and_say_what_is_wrong_with_it(home):  # noqa: F811
    row = published(home)
    assert judge(row.get_absolute_url()).page_uid == row.uid
    report = report_from(row.get_absolute_url())
    assert (report.unit_id, report.page_uid, report.title) == (row.unit_id, row.uid, str(row))

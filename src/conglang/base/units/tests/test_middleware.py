"""The host of a request decides the site, the URLs and what may be read."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from conglang.base.units.middleware import HostMiddleware
from conglang.base.units.models import Department
from conglang.base.units.scope import NoScope, current_scope, everything
from conglang.base.units.services.change_host import change_host
from conglang.base.units.services.open_site import open_site

FACTORY = RequestFactory()


@pytest.fixture
def site(ours, by, now):
    return open_site(unit=ours, host="bensen.songmay.localhost", by=by, now=now)


def visit(host, view=lambda _request: HttpResponse("reached"), path="/tin/?trang=2", method="get"):
    request = getattr(FACTORY, method)(path, HTTP_HOST=host)
    return request, HostMiddleware(view)(request)


@pytest.mark.parametrize(
    "host",
    [
        "bensen.songmay.localhost",
        "bensen.songmay.localhost:8000",
        "BenSen.SongMay.localhost:8000",
        "bensen.songmay.localhost.",
    ],
)
def test_a_site_is_found_by_its_host_however_browsers_write_it(site, host, settings):
    seen = []
    request, response = visit(host, lambda _request: seen.append(current_scope()) or HttpResponse())
    assert response.status_code == 200
    assert request.site == site
    assert request.urlconf == settings.PUBLIC_URLCONF
    assert seen[0].acting == site.unit_id
    assert seen[0].readable == {site.unit_id, site.unit.parent_id}
    assert (seen[0].writable, seen[0].live_only) == (frozenset(), True)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "unknown.localhost",
        "bensen.songmay.localhost.evil.example",
        "evil.example#bensen.songmay.localhost",
        "evil.example/bensen.songmay.localhost",
        "bensen.songmay.localhost@evil.example",
        "bensen.songmay.localhost, evil.example",
        "bensen.songmay.localhost\tx",
        "b\u1ebfnsen.songmay.localhost",
        "127.0.0.1",
        "[::1]:8000",
        "'; DROP TABLE units_site; --",
    ],
)
@pytest.mark.usefixtures("site")
def test_unknown_and_forged_hosts_get_one_answer_and_reach_no_view(host):
    _request, response = visit(host)
    _request, expected = visit("unknown.localhost")
    assert (response.status_code, response.content) == (404, expected.content)
    assert b"reached" not in response.content


@pytest.mark.usefixtures("site")
def test_a_forwarded_host_is_not_believed():
    request = FACTORY.get(
        "/", HTTP_HOST="unknown.localhost", HTTP_X_FORWARDED_HOST="bensen.songmay.localhost"
    )
    assert HostMiddleware(lambda _request: HttpResponse())(request).status_code == 404


def test_the_desk_has_urls_of_its_own_and_no_visitors_scope(db, settings):
    def view(request):
        with pytest.raises(NoScope):
            current_scope()
        return HttpResponse(request.urlconf)

    _request, response = visit(settings.DESK_HOST, view)
    assert response.content.decode() == settings.HOST_URLCONFS[settings.DESK_HOST]


def test_an_old_host_redirects_for_ever_with_path_query_and_port(site, by, now):
    change_host(site=site, host="moi.songmay.localhost", by=by, now=now)
    _request, response = visit("bensen.songmay.localhost:8000", path="/tin/a%20b/?q=%C4%91")
    assert response.status_code == 301
    assert response["Location"] == "http://moi.songmay.localhost:8000/tin/a%20b/?q=%C4%91"


def test_a_form_sent_to_an_old_host_is_sent_again_with_its_contents(site, by, now):
    change_host(site=site, host="moi.songmay.localhost", by=by, now=now)
    _request, response = visit("bensen.songmay.localhost", method="post")
    assert response.status_code == 308


def test_a_path_cannot_lead_a_redirect_elsewhere(site, by, now):
    change_host(site=site, host="moi.songmay.localhost", by=by, now=now)
    for path in ("//evil.example/", "/\\evil.example", "/@evil.example"):
        _request, response = visit("bensen.songmay.localhost", path=path)
        assert response["Location"].startswith("http://moi.songmay.localhost/")


def test_streamed_pieces_are_made_in_the_scope_and_leave_none_behind(site, ours, theirs):
    with everything("test data"):
        Department.objects.create(unit=ours, name="Văn phòng")
        Department.objects.create(unit=theirs, name="Của họ")

    def view(_request):
        rows = Department.objects.all()  # runs when the body is read, after the middleware has returned
        return StreamingHttpResponse(f"{row.name};" for row in rows.iterator())

    _request, response = visit(site.host, view)
    pieces = iter(response)
    assert next(pieces).decode() == "Văn phòng;"
    with pytest.raises(NoScope):
        current_scope()
    assert list(pieces) == []


def test_an_error_in_a_view_leaves_no_scope_behind(site):
    def view(_request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        visit(site.host, view)
    with pytest.raises(NoScope):
        current_scope()


def test_finding_a_site_takes_few_queries(site, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):  # the site with its unit; its predecessors
        visit(site.host)

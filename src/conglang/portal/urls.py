from django.urls import include, path

from conglang.portal import (
    about,
    calendars,
    communes,
    directory,
    feeds,
    home,
    keeping,
    opinions,
    searching,
    sitemap,
    views,
)
from conglang.portal.api import views as api

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("tim-kiem/", searching.search_page, name="search"),
    path("tim-kiem/goi-y/", searching.suggestions, name="suggestions"),
    *(path(name, feeds.site_feed, {"name": name}, name=f"site_{name}") for name in feeds.FORMATS),
    path("lich/", calendars.this_week, name="calendar"),
    path("lich/lich.ics", calendars.feed, name="calendar_feed"),
    path("lich/tuan/<str:monday>/", calendars.week, name="calendar_week"),
    path("lich/tuan/<str:monday>/in/", calendars.printed_week, name="calendar_print"),
    path("lich/muc/<uuid:uid>/", calendars.entry, name="calendar_entry"),
    path("lich/muc/<uuid:uid>/su-kien.ics", calendars.entry_file, name="calendar_entry_file"),
    path("lich/<slug:kind>/", calendars.upcoming, name="calendar_list"),
    path("lich/<slug:kind>/lich.ics", calendars.feed, name="calendar_kind_feed"),
    path("xa-phuong/", communes.communes, name="communes"),
    path("xa-phuong/<slug:commune>/", communes.commune, name="commune"),
    path("xa-phuong/<slug:commune>/<slug:section_slug>/", communes.section, name="commune_section"),
    path(
        "xa-phuong/<slug:commune>/<slug:section_slug>/<slug:article_slug>/",
        communes.article,
        name="commune_article",
    ),
    path("so-do-trang/", about.site_map, name="site_map"),
    path("tuyen-bo-tiep-can/", about.accessibility, name="accessibility"),
    path("ban-quyen/", about.rights, name="rights"),
    path("du-lieu-mo/", api.explained, name="open_data"),
    path("api/v1/", include("conglang.portal.api.urls")),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap.part, name="sitemap_part"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("opensearch.xml", sitemap.opensearch, name="opensearch"),
    *(
        path(f"<slug:section_slug>/{name}", feeds.section_feed, {"name": name}, name=f"section_{name}")
        for name in feeds.FORMATS
    ),
    path("danh-ba/", directory.index, name="directory"),
    path("danh-ba/can-bo/<int:pk>/", directory.person, name="person"),
    path("danh-ba/phong-ban/<int:pk>/", directory.department, name="department"),
    path("danh-ba/phong-ban/<int:pk>/danh-ba.vcf", directory.department_cards, name="department_cards"),
    path("danh-ba/thon/<int:pk>/", directory.hamlet, name="hamlet"),
    path("danh-ba/tiep-cong-dan/<int:pk>/", directory.reception, name="reception"),
    path("doanh-nghiep/", directory.businesses, name="businesses"),
    path("doanh-nghiep/<int:pk>/", directory.business, name="business"),
    path("<slug:section_slug>/", views.section, name="section"),
    path("<slug:section_slug>/<slug:article_slug>/", views.article, name="article"),
    path("<slug:section_slug>/<slug:article_slug>/ma-qr.svg", keeping.qr_code, name="qr_code"),
    path("<slug:section_slug>/<slug:article_slug>/tai-ve/", keeping.saved_copy, name="saved_copy"),
    path("<slug:section_slug>/<slug:article_slug>/y-kien/", opinions.opinion, name="opinion"),
    path("<slug:section_slug>/<slug:article_slug>/bao-loi/", opinions.report, name="report"),
]

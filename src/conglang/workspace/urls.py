"""Addresses of the desk."""

from django.urls import path

from conglang.workspace.views import commands, home, imports, items, lists, oversight, site, write

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("huong-dan/", home.guide, name="help"),
    path("gui-tin-bai/", write.write, name="write"),
    path("tin-bai/", lists.articles, name="articles"),
    path("tin-bai/cua-toi/", lists.my_articles, name="my_articles"),
    path("tin-bai/<int:pk>/", items.item, name="item"),
    path("tin-bai/<int:pk>/sua/", write.change, name="change"),
    path("tin-bai/<int:pk>/so-sanh/", items.compare, name="compare"),
    path("tin-bai/<int:pk>/viec/<slug:slug>/", commands.command, name="command"),
    path("nhap-tep/", imports.imports, name="imports"),
    path("nhap-tep/moi/", imports.new_import, name="new_import"),
    path("nhap-tep/<int:pk>/", imports.batch, name="import_batch"),
    path("nhap-tep/<int:pk>/tien-do/", imports.progress, name="import_progress"),
    path("nhap-tep/<int:pk>/viec/<slug:slug>/", imports.command, name="import_command"),
    path("trang-cua-don-vi/", site.site, name="site"),
    path("nhat-ky/", oversight.trail, name="trail"),
    path("nhat-ky/tai-ve/", oversight.export_trail, name="export_trail"),
    path("gui-khong-duoc/", oversight.deliveries, name="deliveries"),
]

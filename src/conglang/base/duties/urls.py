"""Addresses of the duties on the desk."""

from django.urls import path

from conglang.base.duties.views import duty, law, lists, month, new, notices

app_name = "duties"
urlpatterns = [
    path("", lists.mine, name="mine"),
    path("nhac-viec/", notices.notices, name="notices"),
    path("don-vi/", lists.of_unit, name="of_unit"),
    path("qua-han/", lists.late, name="late"),
    path("da-xong/", lists.closed, name="closed"),
    path("lich/", month.month, name="month"),
    path("lich/<str:secret>/<slug:which>.ics", month.feed, name="feed"),
    path("moi/", new.new_duty, name="new_duty"),
    path("<int:pk>/", duty.duty, name="duty"),
    path("<int:pk>/viec/<slug:slug>/", duty.act, name="act"),
    path("thoi-han/", law.rules, name="rules"),
    path("thoi-han/moi/", law.new_rule, name="new_rule"),
    path("thoi-han/tai-ve/", law.export, name="export"),
    path("thoi-han/nhap/", law.import_file, name="import"),
    path("thoi-han/<int:pk>/xac-nhan/", law.confirm_term, name="confirm_rule"),
    path("ngay-lam-viec/", law.calendar, name="calendar"),
    path("ngay-lam-viec/moi/", law.new_day, name="new_day"),
    path("ngay-lam-viec/<int:pk>/xac-nhan/", law.confirm_entry, name="confirm_day"),
    path("ngay-lam-viec/<int:pk>/rut/", law.withdraw_entry, name="withdraw_day"),
]

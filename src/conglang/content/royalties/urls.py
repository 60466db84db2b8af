"""Addresses of the royalties on the desk."""

from django.urls import path

from conglang.content.royalties.views import keeping, sheets, works

app_name = "royalties"
urlpatterns = [
    path("", sheets.months, name="months"),
    path("<int:pk>/", sheets.sheet, name="sheet"),
    path("tac-pham/<int:pk>/", works.work, name="work"),
    path("nguoi-nhan/<int:pk>/", keeping.payee, name="payee"),
    path("bang-gia/", keeping.tables, name="tables"),
    path("du-toan/", keeping.budget, name="budget"),
]

"""Addresses of the desk's pages about funds and what was paid."""

from django.urls import path

from conglang.citizens.payments.views import accounts, fund, lists

app_name = "payments"
urlpatterns = [
    path("", lists.overview, name="overview"),
    path("tai-khoan/", accounts.accounts, name="accounts"),
    path("sao-ke/", lists.statement, name="statement"),
    path("<int:pk>/", fund.fund, name="fund"),
]

"""Addresses on the desk."""

from django.urls import path

from conglang.tools.mailbox.views import accounts, letters

app_name = "mailbox"
urlpatterns = [
    path("thu-gui-den/", letters.letters, name="letters"),
    path("thu-gui-den/<int:pk>/", letters.letter, name="letter"),
    path("thu-gui-den/<int:pk>/tep/<int:number>/", letters.file, name="file"),
    path("hop-thu/", accounts.accounts, name="accounts"),
    path("hop-thu/moi/", accounts.new_account, name="new_account"),
    path("hop-thu/<int:pk>/", accounts.account, name="account"),
]

"""URLs of the officials' desk, on a host of its own."""

from django.conf import settings
from django.urls import include, path

from conglang.base.accounts.audience import ANYONE_ON_DESK, declare

urlpatterns = [
    path("", include("conglang.workspace.urls")),
    path("", include("conglang.content.directory.urls")),
    path("", include("conglang.content.documents.urls")),
    path("", include("conglang.content.postings.urls")),
    path("", include("conglang.base.accounts.urls")),
    path("", include("conglang.tools.mailbox.urls")),
    path("", include("conglang.tools.media.urls")),
    path("", include("conglang.insight.statistics.urls")),
    path("ngan-sach-cong-khai/", include("conglang.content.budgets.urls")),
    path("kho-khan/", include("conglang.tools.support.urls")),
    path("thu-thap/", include("conglang.content.campaigns.urls")),
    path("ke-hoach-tin-bai/", include("conglang.content.planning.urls")),
    path("khen-thuong/", include("conglang.content.supervision.urls")),
    path("nhuan-but/", include("conglang.content.royalties.urls")),
    path("ho-so/", include("conglang.citizens.cases.urls")),
    path("tin-gui/", include("conglang.content.submissions.urls")),
    path("lay-y-kien-nhan-dan/", include("conglang.citizens.consultations.urls")),
    path("hoi-dap-cong-dan/", include("conglang.citizens.questions.urls")),
    path("lay-phieu/", include("conglang.citizens.polls.urls")),
    path("thu-dong-gop/", include("conglang.citizens.payments.urls")),
    path("nguon-ngoai/", include("conglang.network.exchange.urls")),
    path("lich-cong-tac/", include("conglang.content.calendars.urls")),
    path("danh-muc-thu-tuc/", include("conglang.content.procedures.urls")),
    path("cong-khai-thong-tin/", include("conglang.content.disclosure.urls")),
    path("viec-co-han/", include("conglang.base.duties.urls")),
    path("soan-thao/", include("conglang.workspace.editor_urls")),
]
if getattr(settings, "DEMO", False):
    declare({"ui:*": ANYONE_ON_DESK})
    urlpatterns.append(path("_ui/", include("conglang.base.ui.urls")))

handler400 = "conglang.base.ui.errors.bad_request"
handler403 = "conglang.base.ui.errors.permission_denied"
handler404 = "conglang.base.ui.errors.page_not_found"
handler500 = "conglang.base.ui.errors.server_error"

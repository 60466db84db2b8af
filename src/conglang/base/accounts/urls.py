"""Addresses of signing in, the own account and the people; allauth's names are kept, its paths are not."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.urls import path, re_path

from conglang.base.accounts.audience import ANYONE_ON_DESK, SIGNED_IN_BEFORE_SETUP, declare
from conglang.base.accounts.views import account, invitation, people

declare(
    dict.fromkeys(
        [
            "account_login",
            "account_logout",
            "account_inactive",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "mfa_authenticate",
        ],
        ANYONE_ON_DESK,
    )
    | dict.fromkeys(
        [
            "account_reauthenticate",
            "account_change_password",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
        ],
        SIGNED_IN_BEFORE_SETUP,
    )
)

urlpatterns = [
    path("tai-khoan/dang-nhap/", account_views.login, name="account_login"),
    path("tai-khoan/dang-nhap/ma/", mfa_views.authenticate, name="mfa_authenticate"),
    path("tai-khoan/dang-xuat/", account_views.logout, name="account_logout"),
    path("tai-khoan/da-dong/", account_views.account_inactive, name="account_inactive"),
    path("tai-khoan/xac-nhan/", account_views.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan/ma/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/mat-khau/", account_views.password_change, name="account_change_password"),
    path("tai-khoan/quen-mat-khau/", account_views.password_reset, name="account_reset_password"),
    path(
        "tai-khoan/quen-mat-khau/da-gui/",
        account_views.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "tai-khoan/mat-khau-moi/xong/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^tai-khoan/mat-khau-moi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("tai-khoan/hai-buoc/", mfa_views.index, name="mfa_index"),
    path("tai-khoan/hai-buoc/bat/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("tai-khoan/hai-buoc/tat/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "tai-khoan/hai-buoc/ma-du-phong/",
        recovery_views.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "tai-khoan/hai-buoc/ma-du-phong/tao-moi/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/lien-lac/", account.contacts, name="contacts"),
    path("tai-khoan/don-vi/", account.switch_unit, name="switch_unit"),
    path("tai-khoan/thiet-bi/dung-la-toi/", account.confirm_devices, name="confirm_devices"),
    path("tai-khoan/thiet-bi/<int:pk>/xoa/", account.forget_device, name="forget_device"),
    path("tai-khoan/phien/<int:pk>/ket-thuc/", account.close_session, name="close_session"),
    path("tai-khoan/phien/ket-thuc-tat-ca/", account.close_all_sessions, name="close_all_sessions"),
    path("tai-khoan/uy-quyen/", account.delegations, name="delegations"),
    path("tai-khoan/uy-quyen/<int:pk>/thu-hoi/", account.take_back, name="take_back"),
    path("loi-moi/<str:token>/", invitation.accept_invitation, name="accept_invitation"),
    path("nhan-su/", people.people, name="people"),
    path("nhan-su/moi/", people.new_person, name="new_person"),
    path("nhan-su/loi-moi/<int:pk>/thu-hoi/", people.take_invitation_back, name="take_invitation_back"),
    path("nhan-su/vai-tro/<int:pk>/ket-thuc/", people.end_role, name="end_role"),
    path("nhan-su/<int:pk>/", people.person, name="person"),
    path("nhan-su/<int:pk>/bo-nhiem/", people.new_role, name="new_role"),
    path("nhan-su/<int:pk>/nghi-viec/", people.let_leave, name="let_leave"),
    path("nhan-su/<int:pk>/dat-lai-hai-buoc/", people.reset_factor, name="reset_factor"),
    path("nhan-su/<int:pk>/mo-khoa/", people.let_try_again, name="let_try_again"),
    path("nhan-su/<int:pk>/gui-mat-khau/", people.mail_password_link, name="mail_password_link"),
]

"""Signing in: passwords, second factor, lock-out. Part of the production settings."""

from datetime import timedelta

from conglang.config.env import env

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
PASSWORD_DAYS: int = env("CONGLANG_PASSWORD_DAYS")
PASSWORD_RESET_TIMEOUT = 2 * 3600  # seconds; a mailed link that lies about is a key that lies about

_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email", "phone"]},
    },
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": "conglang.base.accounts.passwords.VietnameseValidator"},
    {"NAME": "conglang.base.accounts.passwords.NotTheSameValidator"},
]

ACCOUNT_ADAPTER = "conglang.base.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "conglang.base.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
# A whole office shares one address, so limits by address are wide; axes counts failures for a person.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "120/m/ip,5/10m/key",  # wrong codes of the second factor, by person
    "reset_password": "30/m/ip,3/m/key",
    "reset_password_from_key": "30/m/ip",
}

MFA_ADAPTER = "conglang.base.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "conglang.base.accounts.forms.CodeForm",
    "reauthenticate": "conglang.base.accounts.forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Cổng Làng"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds: old phones run late
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True

AXES_HANDLER = "conglang.base.accounts.lockout.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_ADDRESS_FAILURE_LIMIT = 80  # of all people behind one address
AXES_PERSON_FAILURE_LIMIT = 200  # from all addresses; lower, and anybody could lock anybody out
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying again must not lengthen the wait
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "conglang.base.accounts.lockout.person"
AXES_CLIENT_IP_CALLABLE = "conglang.base.accounts.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "conglang.base.accounts.lockout.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has the sign-ins
AXES_VERBOSE = False

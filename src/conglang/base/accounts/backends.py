"""Who someone is (user name or e-mail with a password), and what Wagtail's editor may let them do."""

from typing import Any, cast

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.db import models
from django.http import HttpRequest

from conglang.base.accounts.actor import Actor, actor_for
from conglang.base.accounts.models import User
from conglang.base.accounts.permissions import django_permissions
from conglang.kernel.clock import now as clock_now


class UnitRoleBackend(BaseBackend):
    """Permissions come from appointments in the acting unit alone; groups and flags count for nothing."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        email: str | None = None,
        **_other: Any,
    ) -> User | None:
        """The active person with this user name or e-mail address and password."""
        if password is None:
            return None
        user = _find(username or email or "")
        if user is None:
            make_password(password)  # as slow as a wrong password, so that time tells no names
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; nobody once the account is closed."""
        return User.objects.filter(pk=user_id, is_active=True).first()

    def get_user_permissions(self, user_obj: Any, obj: models.Model | None = None) -> set[str]:
        """Django's permissions in the acting unit; which rows they reach is up to the scope."""
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return set()
        return set(django_permissions(_actor(user_obj)))

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether any permission in the app is held."""
        return any(code.startswith(f"{app_label}.") for code in self.get_all_permissions(user_obj))

    def with_perm(
        self,
        perm: str,
        is_active: bool = True,  # noqa: FBT001, FBT002 - Django's signature
        include_superusers: bool = True,  # noqa: FBT001, FBT002
        obj: models.Model | None = None,
    ) -> models.QuerySet[User]:
        """The people holding a permission cannot be told without a unit, so nobody."""
        del perm, is_active
        return User.objects.none()


def _find(login: str) -> User | None:
    name = login.strip().lower()
    if not name:
        return None
    field = "email" if "@" in name else "username"
    return User.objects.filter(**{field: name}).first()


def _actor(user: User) -> Actor:
    acting = user.__dict__.get("acting")
    if acting is None:
        acting = user.__dict__["acting"] = actor_for(user, None, clock_now())
    return cast("Actor", acting)

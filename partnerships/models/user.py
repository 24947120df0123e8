"""User accounts: who may sign in. What they may do is a `RoleAssignment`."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

SYSTEM_EMAIL = "system@portal.invalid"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; nothing in the portal asks for a superuser."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a stored account for the address; without a password it cannot sign in by one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def system(self) -> "User":
        """Return the account that the portal itself acts as; made once, nobody can sign in by it."""
        found = self.filter(is_system=True).order_by("pk").first()
        return found or self.create_user(
            SYSTEM_EMAIL, display_name="The portal", is_system=True, is_active=False
        )


class User(AbstractBaseUser, PermissionsMixin):
    """One person's account, in every partnership that invited them. Global by declaration."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    def get_short_name(self) -> str:
        return self.display_name

"""User accounts: who may sign in. What they may do is a `RoleAssignment`."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from partnerships.mailing import WORKING_WEEK

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


def _working_week() -> list[int]:
    return list(WORKING_WEEK)


class MailPreference(models.Model):
    """On which days somebody wants their one mail. Global by declaration: it is of the person.

    Without a row it is every working day. `urgent_at_once` lets what is urgent go by itself.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_preference")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=_working_week)  # 0 is Monday
    urgent_at_once = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=list(range(7))) & ~Q(weekdays=[]),
                name="mail_on_some_day",
                violation_error_message="Choose at least one day.",
            ),
        ]

    def __str__(self) -> str:
        return f"mail preference of user {self.user_id}"


class Digest(models.Model):
    """One day's mail to one person, over all their partnerships. Global by declaration.

    The unique row is what keeps it to one a day; it holds no word of what the mail said.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("user", "on", name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"digest {self.pk}"

"""Bank, User, Membership, Invitation, RecoveryCode, ApiToken and Session."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hive.banks.roles import ALLIANCE_ROLES, BANK_ROLES, REVIEWERS, Role


class BankQuerySet(models.QuerySet["Bank"]):
    """Banks as people may see them."""

    def visible_to(self, user: User) -> BankQuerySet:
        """The person's own banks; every bank for people of the alliance."""
        if user.is_at_alliance:
            return self.all()
        return self.filter(pk__in=user.bank_ids)


class Bank(models.Model):
    """A member bank. What changes by the year is in its submission's profile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=32, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("controlling bank"),
        help_text=_("Founding bank or parent. Counts controllers only and gives no access."),
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
    )
    is_active = models.BooleanField(_("takes part"), default=True)

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank")
        verbose_name_plural = _("banks")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="bank_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A bank cannot control itself."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_in(get_language() or "zh")

    def name_in(self, language: str) -> str:
        """The Chinese name for any ``zh`` language code, the English name otherwise."""
        return self.name_zh if language.startswith("zh") else self.name_en

    @property
    def controller(self) -> uuid.UUID:
        """Whoever can see this bank's answers: its parent, or the bank itself."""
        return self.parent_id or self.pk


class UserManager(BaseUserManager["User"]):
    """Makes accounts; there is no superuser."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; without a password nobody can sign in to it yet."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by e-mail, whatever the case it was typed in."""
        return self.get(email__iexact=username)


class UserQuerySet(models.QuerySet["User"]):
    """People as people may see them."""

    def visible_to(self, user: User) -> UserQuerySet:
        """Colleagues; everybody for administrators; reviewers see reviewers."""
        if user.has_role(Role.ADMINISTRATOR):
            return self.all()
        if user.has_role(*REVIEWERS):
            return self.filter(memberships__role__in=REVIEWERS).distinct()
        return self.filter(memberships__bank__in=user.bank_ids).distinct()


class User(AbstractBaseUser):
    """A person, known by the work e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(
        _("work e-mail"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail.")},
    )
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("zh-hans", "中文"), ("en", "English")],
        default="zh-hans",
    )
    # What the person wants by mail; signature requests and security are sent whatever they say.
    mail_handovers = models.BooleanField(_("hand-overs by mail"), default=True)
    mail_comments = models.BooleanField(_("comments by mail"), default=True)
    mail_digest = models.BooleanField(_("daily digest by mail"), default=True)
    mail_reminders = models.BooleanField(_("reminders by mail"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)
    # Since when it is open, and when the person was told that it will be closed unused.
    opened_at = models.DateTimeField(_("open since"), default=timezone.now, editable=False)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    # None while nobody can sign in with one.
    password_set_at = models.DateTimeField(
        _("password chosen"), null=True, blank=True, editable=False
    )
    # Raised to end every session of the person.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("There is already an account with this e-mail."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match to go on: the password and the person's session epoch."""
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("hive.session", value, secret=secret, algorithm="sha256").hexdigest()

    def has_aged_password(self, at: datetime) -> bool:
        """Whether the password was older at that moment than a password may get."""
        days = settings.HIVE_PASSWORD_DAYS
        chosen = self.password_set_at or self.date_joined
        return days > 0 and at - chosen >= timedelta(days=days)

    def get_full_name(self) -> str:
        """The name as written on pages."""
        return self.name

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """The roles in force, read once for each request."""
        if not self.is_active:
            return []
        return list(self.memberships.filter(is_active=True).select_related("bank"))

    @property
    def roles(self) -> set[Role]:
        """Every role in force, at whatever bank."""
        return {Role(m.role) for m in self.current_memberships}

    @property
    def bank_ids(self) -> Collection[uuid.UUID]:
        """The banks at which the person has a role in force."""
        return {m.bank_id for m in self.current_memberships if m.bank_id}

    def has_role(self, *roles: Role, bank: Bank | None = None) -> bool:
        """Whether one of the roles is in force - at this bank, when one is given."""
        bank_id = bank.pk if bank else None
        return any(
            m.role in roles and (bank is None or m.bank_id == bank_id)
            for m in self.current_memberships
        )

    @property
    def is_at_alliance(self) -> bool:
        """Whether the person works for the alliance."""
        return self.has_role(*ALLIANCE_ROLES)

    @property
    def is_staff(self) -> bool:
        """Whether the admin opens for the person; each model's page then asks for the role."""
        return self.is_at_alliance

    @property
    def needs_second_factor(self) -> bool:
        """Whether a role in force requires one."""
        return any(role.needs_second_factor for role in self.roles)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Refuse: rights come from roles, asked by each admin page, never from permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Let alliance people see the modules of which a page opens for them."""
        return self.is_at_alliance


class PastPassword(models.Model):
    """The hash of a password a person had, kept where a profile lets none be used again."""

    user = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="past_passwords"
    )
    password = models.CharField(max_length=128, editable=False)
    created_at = models.DateTimeField(_("chosen"))

    class Meta:
        verbose_name = _("past password")
        verbose_name_plural = _("past passwords")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.created_at:%Y-%m-%d}"


ORGANISATION = _("For roles at the alliance: who employs the person.")


def _with_organisation(name: str) -> models.CheckConstraint:
    """Whoever acts for the alliance says whose employee that is; a bank's people are the bank's."""
    return models.CheckConstraint(
        name=name,
        condition=Q(role__in=BANK_ROLES, organisation="")
        | Q(Q(role__in=ALLIANCE_ROLES), ~Q(organisation="")),
        violation_error_message=_(
            "A role at the alliance needs the organisation; a role at a bank has none but the bank."
        ),
    )


class Membership(models.Model):
    """A person's role at a bank or at the alliance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    bank = models.ForeignKey(
        Bank,
        verbose_name=_("bank"),
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    organisation = models.CharField(
        _("organisation"), help_text=ORGANISATION, max_length=120, blank=True
    )
    is_active = models.BooleanField(_("in force"), default=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="bank_roles_have_a_bank",
                condition=Q(role__in=BANK_ROLES, bank__isnull=False)
                | Q(role__in=ALLIANCE_ROLES, bank__isnull=True),
                violation_error_message=_(
                    "A role at a bank needs the bank; a role at the alliance has none."
                ),
            ),
            _with_organisation("organisation_of_alliance_roles"),
            models.UniqueConstraint(
                fields=["user", "bank", "role"],
                name="one_membership_per_bank_role",
                violation_error_message=_("The person already has this role."),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                name="one_membership_per_alliance_role",
                condition=Q(bank__isnull=True),
                violation_error_message=_("The person already has this role."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """An invitation to take up a role; the token itself is only in the mail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("work e-mail"))
    name = models.CharField(_("name"), max_length=80)
    bank = models.ForeignKey(
        Bank, verbose_name=_("bank"), on_delete=models.PROTECT, null=True, blank=True
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    organisation = models.CharField(
        _("organisation"), help_text=ORGANISATION, max_length=120, blank=True
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("zh-hans", "中文"), ("en", "English")],
        default="zh-hans",
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User, verbose_name=_("invited by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="invited_bank_roles_have_a_bank",
                condition=Q(role__in=BANK_ROLES, bank__isnull=False)
                | Q(role__in=ALLIANCE_ROLES, bank__isnull=True),
                violation_error_message=_(
                    "A role at a bank needs the bank; a role at the alliance has none."
                ),
            ),
            _with_organisation("organisation_of_invited_roles"),
            models.UniqueConstraint(
                fields=["email", "bank", "role"],
                name="one_open_invitation_per_bank_role",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                violation_error_message=_("This person is already invited to this role."),
            ),
            models.UniqueConstraint(
                fields=["email", "role"],
                name="one_open_invitation_per_alliance_role",
                condition=Q(bank__isnull=True, accepted_at__isnull=True, revoked_at__isnull=True),
                violation_error_message=_("This person is already invited to this role."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"


class RecoveryCodeQuerySet(models.QuerySet["RecoveryCode"]):
    """Recovery codes as they may be used."""

    def unused_by(self, user: User) -> RecoveryCodeQuerySet:
        """Those with which the person may still sign in."""
        return self.filter(authenticator__user=user, used_at=None)


class RecoveryCode(models.Model):
    """Stands in once for an authenticator app, and goes with it; only its hash is kept."""

    authenticator = models.ForeignKey(
        Authenticator,
        verbose_name=_("authenticator"),
        on_delete=models.CASCADE,
        related_name="recovery_codes",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    code_hash = models.CharField(max_length=128, editable=False)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["authenticator", "number"],
                name="one_recovery_code_per_number",
                violation_error_message=_("There is already a recovery code with this number."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.authenticator_id}: {self.number}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Keys as people may see them."""

    def standing(self) -> ApiTokenQuerySet:
        """Those that were not revoked; expired ones too."""
        return self.filter(revoked_at__isnull=True)

    def visible_to(self, user: User) -> ApiTokenQuerySet:
        """Nobody's but the person's own."""
        return self.filter(user=user)


class ApiToken(models.Model):
    """A person's key with which a program reads one bank's results; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        User, verbose_name=_("person"), on_delete=models.PROTECT, related_name="api_tokens"
    )
    bank = models.ForeignKey(
        Bank, verbose_name=_("bank"), on_delete=models.PROTECT, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="api_token_expires_after_it_is_made",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message=_("A key expires after it was made."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions as people may see them."""

    def visible_to(self, user: User) -> SessionQuerySet:
        """Nobody's but the person's own, while they last."""
        return self.filter(user=user, expire_date__gt=timezone.now())


class Session(AbstractBaseSession):
    """A browser that is signed in, or on its way to be."""

    user = models.ForeignKey(
        User,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
    )
    started_at = models.DateTimeField(_("signed in"))
    seen_at = models.DateTimeField(_("last used"))
    browser = models.CharField(_("browser"), max_length=200, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)

    objects = SessionQuerySet.as_manager()  # type: ignore[misc, assignment]  # asks otherwise

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.handle

    @property
    def handle(self) -> str:
        """How an address names it: the key itself opens the account and is never shown."""
        return salted_hmac("hive.session-handle", self.pk, algorithm="sha256").hexdigest()[:32]

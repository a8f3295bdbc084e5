"""The first account of a new installation."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hive.banks.models import User
from hive.banks.roles import Role

pytestmark = pytest.mark.django_db
NEW = "four unrelated words here"


def test_the_printed_link_sets_the_password(client, settings):
    said = StringIO()

    call_command("first_administrator", "first@a.example", "First", stdout=said)
    form = client.get(said.getvalue().strip().removeprefix(settings.SITE_ORIGIN), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    user = User.objects.get()
    assert (user.name, user.roles, user.check_password(NEW)) == (
        "First",
        {Role.ADMINISTRATOR},
        True,
    )


def test_there_is_one_first_administrator():
    call_command("first_administrator", "first@a.example", "First", stdout=StringIO())

    with pytest.raises(CommandError, match="invites everybody else"):
        call_command("first_administrator", "second@a.example", "Second", stdout=StringIO())

    assert User.objects.count() == 1

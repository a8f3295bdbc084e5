"""Addresses of the pages about people, banks and the site."""

from django.urls import path

from hive.banks.views import (
    account,
    audit,
    frame,
    invitation,
    people,
    sessions,
    site_pages,
    tokens,
)

app_name = "banks"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/roles/", people.grant, name="grant"),
    path("people/roles/<uuid:pk>/", people.member, name="member"),
    path("people/roles/<uuid:pk>/end/", people.end_role, name="end_role"),
    path(
        "people/invitations/<uuid:pk>/withdraw/",
        people.revoke_invitation,
        name="revoke_invitation",
    ),
    path("bank/", account.choose_bank, name="choose_bank"),
    path("session/", frame.session, name="session"),
    path("session/stay/", frame.stay, name="stay"),
    path("account-settings/", account.account, name="account"),
    path("account-settings/mail/", account.choose_mail, name="choose_mail"),
    path("account-settings/sessions/end/", sessions.end_other_sessions, name="end_other_sessions"),
    path("account-settings/sessions/<str:handle>/end/", sessions.end_session, name="end_session"),
    path("account-settings/keys/", tokens.make_token, name="make_token"),
    path("account-settings/keys/<uuid:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("audit/", audit.log, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("help/", site_pages.guide, name="help"),
    path("privacy/", site_pages.privacy, name="privacy"),
    path("cookies/", site_pages.cookies, name="cookies"),
    path("accessibility/", site_pages.accessibility, name="accessibility"),
    path("contact/", site_pages.contact, name="contact"),
]

"""The addresses of the questionnaire."""

from django.urls import path

from assessments.views import comments, filling, home, signers, signing

app_name = "assessments"

ONE = "submissions/<uuid:pk>/"

urlpatterns = [
    path("", home.dashboard, name="dashboard"),
    path("questionnaire/", home.questionnaire, name="questionnaire"),
    path("check/", home.checking, name="checking"),
    path(ONE, filling.tasks, name="tasks"),
    path(f"{ONE}dimensions/<slug:slug>/", filling.section, name="section"),
    path(f"{ONE}profile/", filling.profile, name="profile"),
    path(f"{ONE}further-questions/", filling.unscored, name="unscored"),
    path(f"{ONE}assignments/", filling.assignments, name="assignments"),
    path(f"{ONE}check/", signing.check, name="check"),
    path(f"{ONE}questions/<str:code>/comments/", comments.comments, name="comments"),
    path(f"{ONE}questions/<str:code>/resolve/", comments.resolve, name="resolve_comments"),
    path(f"{ONE}confirm/", signing.confirm, name="confirm"),
    path(f"{ONE}request/", signing.request_signoff, name="request"),
    path(f"{ONE}signers/", signers.signers, name="signers"),
    path(f"{ONE}signers/name/", signers.name, name="name_signer"),
    path(f"{ONE}signers/invite/", signers.invite, name="invite_signer"),
    path(f"{ONE}signers/<uuid:member>/end/", signers.end, name="end_signer"),
    path(f"{ONE}recall/", signing.recall, name="recall"),
    path(f"{ONE}sign/", signing.sign, name="sign"),
    path(f"{ONE}send-back/", signing.send_back, name="send_back"),
    path(f"{ONE}withdraw/", signing.withdraw, name="withdraw"),
    path(f"{ONE}receipt/", signing.receipt, name="receipt"),
]

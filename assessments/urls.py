"""The addresses of the questionnaire."""

from django.urls import path

from assessments.views import (
    answering,
    comments,
    evidence,
    evidence_files,
    filling,
    home,
    notes,
    printing,
    sealing,
    signers,
    signing,
    workbook,
)

app_name = "assessments"

ONE = "submissions/<uuid:pk>/"
ITEM = f"{ONE}evidence/<uuid:item>/"
SCAN = f"{ONE}sealed-page/<uuid:item>/"

urlpatterns = [
    path("", home.dashboard, name="dashboard"),
    path("questionnaire/", home.questionnaire, name="questionnaire"),
    path("check/", home.checking, name="checking"),
    path(ONE, filling.tasks, name="tasks"),
    path(f"{ONE}dimensions/<slug:slug>/", filling.section, name="section"),
    path(f"{ONE}profile/", filling.profile, name="profile"),
    path(f"{ONE}further-questions/", filling.unscored, name="unscored"),
    path(f"{ONE}answers/<str:code>/", answering.answer, name="answer"),
    path(f"{ONE}answers/<str:code>/history/", answering.history, name="history"),
    path(f"{ONE}assignments/", filling.assignments, name="assignments"),
    path(f"{ONE}evidence/", evidence.evidence, name="evidence"),
    path(f"{ONE}evidence/add/", evidence.add, name="evidence_add"),
    path(f"{ONE}evidence/earlier/", evidence.earlier, name="evidence_earlier"),
    path(ITEM, evidence.change, name="evidence_change"),
    path(f"{ITEM}remove/", evidence.remove, name="evidence_remove"),
    path(f"{ITEM}file/", evidence_files.file, name="evidence_file"),
    path(f"{ITEM}pages/<int:page>/", evidence_files.preview, name="evidence_preview"),
    path(f"{ONE}workbook/", workbook.workbook, name="workbook"),
    path(f"{ONE}workbook/file/", workbook.workbook_file, name="workbook_file"),
    path(f"{ONE}workbook/preview/", workbook.workbook_preview, name="workbook_preview"),
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
    path(f"{ONE}sealed-page/", sealing.sealed_page, name="sealed_page"),
    path(f"{SCAN}file/", sealing.file, name="sealed_page_file"),
    path(f"{SCAN}pages/<int:page>/", sealing.preview, name="sealed_page_preview"),
    path(f"{ONE}send-back/", signing.send_back, name="send_back"),
    path(f"{ONE}withdraw/", signing.withdraw, name="withdraw"),
    path(f"{ONE}receipt/", signing.receipt, name="receipt"),
    path(f"{ONE}remarks/<str:check>/<str:about>/", notes.explain, name="explain"),
    path(f"{ONE}queries/<uuid:query>/", notes.reply, name="reply"),
    path(f"{ONE}print/questions/<slug:language>/", printing.questions, name="print_questions"),
    path(f"{ONE}print/answers/<slug:language>/", printing.answers, name="print_answers"),
]

"""Addresses of a bank's results."""

from __future__ import annotations

from django.urls import path

from reports import views
from reports.covering import views as covering
from reports.plan import views as plan
from reports.what_if import views as what_if

app_name = "reports"
urlpatterns = [
    path("", views.current, name="current"),
    path("<uuid:pk>/", views.results, name="results"),
    path("<uuid:pk>/summary/", views.summary, name="summary"),
    path("<uuid:pk>/results-<str:language>.xlsx", views.workbook, name="workbook"),
    path("<uuid:pk>/summary-<str:language>.pdf", views.one_page, name="one_page"),
    path("<uuid:pk>/what-if/", what_if.what_if, name="what_if"),
    path("<uuid:pk>/plan/", plan.plan, name="plan"),
    path("<uuid:pk>/plan/<uuid:step>/", plan.change, name="plan_change"),
    path("<uuid:pk>/plan/<uuid:step>/remove/", plan.remove, name="plan_remove"),
    path("<uuid:pk>/coverage/", covering.coverage, name="coverage"),
    path("<uuid:pk>/coverage-<str:language>.xlsx", covering.workbook, name="coverage_workbook"),
    path("<uuid:pk>/scorecard-<str:language>.pdf", views.scorecard, name="scorecard"),
]

"""Addresses of a bank's results."""

from __future__ import annotations

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.current, name="current"),
    path("<uuid:pk>/", views.results, name="results"),
    path("<uuid:pk>/results-<str:language>.xlsx", views.workbook, name="workbook"),
    path("<uuid:pk>/summary-<str:language>.pdf", views.one_page, name="one_page"),
    path("<uuid:pk>/scorecard-<str:language>.pdf", views.scorecard, name="scorecard"),
]

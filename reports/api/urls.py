"""Addresses of the API; a later version would stand beside this one."""

from __future__ import annotations

from django.urls import path

from reports.api import views

app_name = "api"
urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("cycles", views.cycles, name="cycles"),
    path("results/<uuid:pk>", views.result, name="result"),
    path("<path:path>", views.unknown, name="unknown"),
]

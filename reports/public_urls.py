"""Addresses that are open to everybody."""

from __future__ import annotations

from django.urls import path

from reports import verifying

app_name = "public"
urlpatterns = [
    path("verify/", verifying.verify_code, name="verify"),
]

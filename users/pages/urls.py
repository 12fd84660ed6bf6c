"""Addresses of the users pages."""

from __future__ import annotations

from django.urls import path

from users.pages import views

app_name = "users"
urlpatterns = [
    path("settings/", views.profile_settings, name="settings"),
    path("signup/again/", views.start_again, name="start_again"),
]

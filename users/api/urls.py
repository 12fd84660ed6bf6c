"""Addresses of the users API, below /api/v1/users/."""

from __future__ import annotations

from django.urls import path

from users.api import views

app_name = "users_api"
urlpatterns = [
    path("", views.PeopleView.as_view(), name="people"),
    path("me/", views.MeView.as_view(), name="me"),
]

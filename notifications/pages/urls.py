"""Addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from notifications.pages import views

app_name = "notifications"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/badge/", views.badge, name="badge"),
    path("inbox/<uuid:public_id>/", views.message, name="message"),
]

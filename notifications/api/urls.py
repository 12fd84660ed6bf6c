"""Addresses of the notifications API, below /api/v1/notifications/."""

from __future__ import annotations

from django.urls import path

from notifications.api import views

app_name = "notifications_api"
urlpatterns = [
    path("inbox/", views.InboxView.as_view(), name="inbox"),
    path("inbox/count/", views.CountView.as_view(), name="inbox-count"),
    path("inbox/read/", views.ReadUpToView.as_view(), name="inbox-read"),
    path("inbox/<uuid:public_id>/read/", views.ReadView.as_view(), name="inbox-read-one"),
    path("messages/", views.MessagesView.as_view(), name="messages"),
]

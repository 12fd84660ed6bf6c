"""Addresses of the pages of payments, in every language."""

from __future__ import annotations

from django.urls import path

from payments.pages import views

app_name = "payments"
urlpatterns = [
    path("tariffs/", views.tariffs, name="tariffs"),
    path("tariffs/<slug:slug>/order/", views.order, name="order"),
    path("checkout/<uuid:public_id>/", views.checkout, name="checkout"),
    path("checkout/<uuid:public_id>/cancel/", views.cancel, name="cancel"),
    path("tokens/", views.tokens, name="tokens"),
]

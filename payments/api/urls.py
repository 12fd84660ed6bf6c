"""Addresses of the payments API, below /api/v1/payments/."""

from __future__ import annotations

from django.urls import path

from payments.api import views

app_name = "payments_api"
urlpatterns = [
    path("tokens/", views.TokensView.as_view(), name="tokens"),
    path("tokens/transactions/", views.TransactionsView.as_view(), name="transactions"),
    path("orders/", views.OrdersView.as_view(), name="orders"),
    path("orders/<uuid:public_id>/", views.OrderView.as_view(), name="order"),
    path("orders/<uuid:public_id>/cancel/", views.CancelView.as_view(), name="cancel"),
    path("orders/<uuid:public_id>/mark-paid/", views.MarkPaidView.as_view(), name="mark-paid"),
]

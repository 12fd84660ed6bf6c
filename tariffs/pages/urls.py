"""Tariffs has no pages: /tariffs/ is a page of payments, which knows whose tariff is whose."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "tariffs"
urlpatterns: list[URLPattern] = []

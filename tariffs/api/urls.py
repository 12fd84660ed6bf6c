"""Addresses of the tariffs API, below /api/v1/tariffs/."""

from __future__ import annotations

from django.urls import path

from tariffs.api import views

app_name = "tariffs_api"
urlpatterns = [
    path("tariffs/", views.TariffsView.as_view(), name="tariffs"),
    path("tariffs/<slug:slug>/", views.TariffView.as_view(), name="tariff"),
    path("tariffs/<slug:slug>/quote/", views.QuoteView.as_view(), name="quote"),
    path(
        "tariffs/<slug:slug>/features/<slug:code>/",
        views.TariffFeatureView.as_view(),
        name="tariff-feature",
    ),
    path("categories/", views.CategoriesView.as_view(), name="categories"),
    path("categories/<slug:slug>/", views.CategoryView.as_view(), name="category"),
    path("features/", views.FeaturesView.as_view(), name="features"),
    path("features/<slug:code>/", views.FeatureView.as_view(), name="feature"),
    path("sales/", views.SalesView.as_view(), name="sales"),
    path("sales/<int:sale_id>/", views.SaleView.as_view(), name="sale"),
    path("compare/", views.CompareView.as_view(), name="compare"),
]

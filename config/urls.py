"""Every address of the product. Apps are named by settings, never imported."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import error_pages
from config.api_root import ApiRootView
from config.health import healthz, readyz
from config.theme import set_theme

handler400 = error_pages.bad_request
handler403 = error_pages.forbidden
handler404 = error_pages.not_found
handler500 = error_pages.server_error

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    path("theme/", set_theme, name="set_theme"),
    path("admin/", admin.site.urls),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/v1/", ApiRootView.as_view(), name="api-root"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    *(path(f"api/v1/{app}/", include(f"{app}.api.urls")) for app in settings.PRODUCT_APPS),
    *i18n_patterns(
        *(path("", include(f"{app}.pages.urls")) for app in settings.PRODUCT_APPS),
        path("", include("allauth.urls")),
        prefix_default_language=False,
    ),
]
if settings.DEBUG:
    from config.styleguide import styleguide

    urlpatterns.insert(0, path("styleguide/", styleguide, name="styleguide"))

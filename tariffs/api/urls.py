from __future__ import annotations

app_name = "tariffs_api"
urlpatterns: list[object] = []

from __future__ import annotations

app_name = "notifications_api"
urlpatterns: list[object] = []

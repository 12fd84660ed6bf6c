from __future__ import annotations

app_name = "payments_api"
urlpatterns: list[object] = []

from __future__ import annotations

app_name = "users_api"
urlpatterns: list[object] = []

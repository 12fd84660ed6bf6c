"""A pytest plugin that is loaded before the settings: the environment that tests run in."""

from __future__ import annotations

import os

os.environ["DEBUG"] = "off"
os.environ["HTTPS"] = "off"
os.environ["TASKS"] = "off"
os.environ["DATABASE_POOL_SIZE"] = "0"
os.environ["SITE_URL"] = "http://testserver"
os.environ["THROTTLE_ANON"] = os.environ["THROTTLE_USER"] = "100000/min"
os.environ["LOG_LEVEL"] = "ERROR"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's sync API runs an event loop
os.environ.setdefault("SECRET_KEY", "tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-tests-only")

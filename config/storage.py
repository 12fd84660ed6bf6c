"""Static files with hashed names, also for the imports between our ES modules."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Rewrites imports in `*.mjs` only: packages' own `*.js` would break Django's rewriting."""

    patterns: Any = (
        *HashedFilesMixin.patterns,
        ("*.mjs", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]  # Django's own patterns for modules
    )

"""What the schema generator can not see by itself: that a kind in an address is one of seven."""

from __future__ import annotations

from typing import Any

from assessments import services


def name_the_kinds(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """drf-spectacular's post-processing hook: every `{kind}` of a path becomes an enumeration."""
    kinds = [slug for slug, _label in services.kinds()]
    for methods in result["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                if (parameter["in"], parameter["name"]) == ("path", "kind"):
                    parameter["schema"] = {"type": "string", "enum": kinds}
    return result

"""The boundaries of the five apps hold, and each check catches a planted violation."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from config.checks import no_relation_leaves_its_app

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", *settings.PRODUCT_APPS)
PURE = (
    "assessments/marking",
    "assessments/analysis",
    "assessments/questions",
    "assessments/interactions",
    "assessments/draft_fields.py",
    "assessments/draft_schema.py",
    "assessments/publish_checks.py",
    "assessments/publish_faults.py",
    "assessments/delivery/clock.py",
    "payments/lots.py",
    "tariffs/pricing.py",
)


OPEN_TO_APPS = (
    *("admin", "api", "databases", "errors", "formats", "forms", "http", "neighbours", "page"),
    *("templatetags", "tiles"),
)
"""What apps may import of config; the rest of it is the project's own."""
OPEN_TO_FACES = ("services", "paths", "templatetags", "interactions")
"""What the pages and the API of an app may import of it, besides themselves."""


def _run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )


def _linted(root: Path) -> subprocess.CompletedProcess[str]:
    return _run(str(Path(sys.executable).parent / "lint-imports"), "--no-cache", cwd=root)


@pytest.fixture
def copy_of_the_code(tmp_path):
    """The packages without their tests and data, to plant violations in."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "static", "locale*", "*.json", "*.png"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_no_import_crosses_a_boundary():
    result = _linted(ROOT)
    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.parametrize(
    ("where", "line", "contract"),
    [
        pytest.param("tariffs/admin.py", "import users.models", "users", id="another's models"),
        pytest.param("payments/errors.py", "import users", "users", id="a bare app"),
        pytest.param(
            "users/errors.py", "from payments import services", "assessments >", id="upwards"
        ),
        pytest.param(
            "tariffs/errors.py",
            "from notifications import services",
            "assessments >",
            id="between siblings",
        ),
        pytest.param(
            "config/errors.py", "from users import services", "assessments >", id="config to an app"
        ),
        pytest.param(
            "assessments/marking/bands.py",
            "from assessments.models import Exam",
            "Rules know no models",
            id="a rule that reads rows",
        ),
    ],
)
def test_a_planted_import_is_caught(copy_of_the_code, where, line, contract):
    path = copy_of_the_code / where
    source = path.read_text()
    path.write_text(f"{source}\n\ndef planted() -> None:\n    {line}\n")
    result = _linted(copy_of_the_code)
    assert result.returncode != 0
    broken = [text for text in result.stdout.splitlines() if "BROKEN" in text]
    assert any(contract.lower() in text.lower() for text in broken), result.stdout[-2000:]


@pytest.mark.parametrize(
    "line",
    [
        'from django.apps import apps\n\napps.get_model("payments", "TokenLot")',
        "from django.db import transaction\n\ntransaction.atomic()",
        "from django.db.transaction import on_commit\n\non_commit(print)",
    ],
)
def test_ruff_refuses_the_string_ways_past_a_boundary(tmp_path, line):
    planted = tmp_path / "planted.py"
    planted.write_text(f'"""Planted."""\n\n{line}\n')
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251"]
    assert _run(*command, "--config", str(ROOT / "pyproject.toml"), str(planted)).returncode == 1


def test_no_relation_leaves_its_app():
    assert no_relation_leaves_its_app(None) == []


def test_a_foreign_key_by_name_into_another_app_is_refused(monkeypatch):
    with isolate_apps("tariffs", "users", "django.contrib.auth", "django.contrib.contenttypes"):

        class Planted(models.Model):  # noqa: DJ008  only its relation matters
            person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)

            class Meta:
                app_label = "tariffs"

        field = Planted._meta.get_field("person")
        field.remote_field.model = apps.get_model("users", "User")
        monkeypatch.setattr(apps, "get_models", lambda **kwargs: [Planted])
        faults = no_relation_leaves_its_app(None)
    assert [fault.id for fault in faults] == ["imtihon.E001"]


def _modules(folder: str) -> list[Path]:
    path = ROOT / folder
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def _imports(code: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize("folder", PURE)
def test_rules_read_no_database_and_no_clock(folder):
    assert _modules(folder), f"{folder} is gone: mend the list"
    for path in _modules(folder):
        if path.name.startswith("test_"):
            continue
        forbidden = {
            name
            for name in _imports(path.read_text())
            if name.startswith(("django.db", "django.utils.timezone", "requests", "httpx"))
        }
        assert not forbidden, f"{path}: {forbidden}"
        assert ".now(" not in path.read_text(), path


def _offences(app: str, path: Path, code: str) -> list[str]:
    """Imports of a module, wherever it stands, that its app or its face may not have."""
    face = path.parts[1] if path.parts[1] in ("pages", "api") else ""
    allowed = (*OPEN_TO_FACES, face) if face else ()
    found = []
    for name in _imports(code):
        package, _dot, rest = name.partition(".")
        inner = rest.partition(".")[0]
        stranger = face and package in settings.PRODUCT_APPS and package != app
        private = face and package == app and inner not in allowed
        if stranger or private or (package == "config" and inner not in OPEN_TO_APPS):
            found.append(f"{path}: {name}")
    return found


def test_pages_and_api_use_only_their_own_services_and_apps_what_config_offers():
    offences = []
    for path in _own_code():
        app = path.relative_to(ROOT).parts[0]
        if app in settings.PRODUCT_APPS:
            offences += _offences(app, path.relative_to(ROOT), path.read_text())
    assert offences == []


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("payments/pages/views.py", "from tariffs import services"),
        ("payments/pages/views.py", "from payments.ledger import spend"),
        ("payments/api/views.py", "from payments.pages import forms"),
        ("payments/api/views.py", "from payments.models import TokenLot"),
        ("payments/ledger.py", "from config.worker import drain"),
        ("payments/ledger.py", "from config import settings"),
    ],
)
def test_a_planted_short_cut_of_a_face_or_into_config_is_caught(where, line):
    app = where.partition("/")[0]
    assert _offences(app, Path(where), line) == [f"{where}: {_imports(line).pop()}"]
    assert _offences(app, Path(where), f"from {app} import services\nimport config.errors") == []


def _own_code() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "tests" not in path.parts
        and "migrations" not in path.parts
        and not path.name.startswith("test_")
    ]


def test_modules_are_under_400_lines_and_functions_under_40():
    long = []
    for path in _own_code():
        source = path.read_text()
        if source.count("\n") > 400:
            long.append(f"{path.relative_to(ROOT)}: {source.count(chr(10))} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                if size > 40:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {size} lines")
    assert long == []


def test_services_are_tables_of_contents():
    for app in settings.PRODUCT_APPS:
        tree = ast.parse((ROOT / app / "services.py").read_text())
        allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
        strange = [node for node in tree.body if not isinstance(node, allowed)]
        assert not strange, f"{app}/services.py holds code: line {strange[0].lineno}"

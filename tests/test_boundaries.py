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


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
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
            for name in _imports(path)
            if name.startswith(("django.db", "django.utils.timezone", "requests", "httpx"))
        }
        assert not forbidden, f"{path}: {forbidden}"
        assert ".now(" not in path.read_text(), path


def test_pages_and_api_use_only_their_own_services():
    offences = []
    for app in settings.PRODUCT_APPS:
        for face in ("pages", "api"):
            for path in _modules(f"{app}/{face}"):
                offences += [
                    f"{path.relative_to(ROOT)}: {name}"
                    for name in _imports(path)
                    for other in settings.PRODUCT_APPS
                    if name.startswith(f"{other}.") and other != app
                ]
                offences += [
                    f"{path.relative_to(ROOT)}: {name}"
                    for name in _imports(path)
                    if name.startswith(f"{app}.models")
                ]
    assert offences == []


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

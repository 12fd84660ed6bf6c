"""Where an app's tables live, and that a transaction never reaches further."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction

from config.databases import Router, alias, atomic, in_transaction, on_commit
from notifications.models import Message
from payments.models import Payment
from users.models import User

ONE = {"default": {}}
APART = {name: {} for name in ("default", "users", "payments")}


@pytest.fixture
def databases(monkeypatch):
    """A function: as if these databases were configured."""

    def use(found):
        monkeypatch.setattr("config.databases.settings", SimpleNamespace(DATABASES=found))

    return use


def test_one_database_holds_everything(databases):
    databases(ONE)
    router = Router()
    for model in apps.get_models():
        assert router.db_for_read(model) == router.db_for_write(model) == "default"
        assert router.allow_migrate("default", model._meta.app_label)


def test_an_app_with_a_database_of_its_own_lives_there_and_djangos_tables_with_users(databases):
    databases(APART)
    homes = {User: "users", Session: "users", Payment: "payments", Message: "default"}
    router = Router()
    for model, home in homes.items():
        assert alias(model) == router.db_for_read(model) == home
        allowed = [name for name in APART if router.allow_migrate(name, model._meta.app_label)]
        assert allowed == [home]
    assert router.allow_migrate("default", "django_cache")
    assert not router.allow_relation(User(), Payment())
    assert router.allow_relation(User(), Session())


def test_every_table_of_a_package_lives_with_users_or_is_of_an_app(databases, settings):
    databases({name: {} for name in ("default", *settings.PRODUCT_APPS)})
    strays = [model for model in apps.get_models() if alias(model) == "default"]
    assert strays == []


@pytest.mark.django_db(transaction=True)
def test_a_transaction_can_not_be_opened_inside_another():
    with atomic(User):
        assert in_transaction(User)
        with pytest.raises(RuntimeError, match="durable"), atomic(User):
            pass


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_a_commit_is_not_done_after_a_failure():
    done = []
    with pytest.raises(ZeroDivisionError), atomic(User):
        done.append(on_commit(User, lambda: done.append("failed")) or 1 / 0)
    with atomic(User):
        on_commit(User, lambda: done.append("committed"))
        assert done == []
    assert done == ["committed"]
    assert not transaction.get_connection(alias(User)).in_atomic_block

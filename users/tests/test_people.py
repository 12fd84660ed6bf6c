from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client

from config.databases import atomic
from config.errors import InvalidInput, NotFound
from users import services, tasks, welcome
from users.models import AuditEvent, User, VerificationCode
from users.tests import makers
from users.tests.makers import a_learner, a_person, an_administrator

pytestmark = pytest.mark.django_db


def test_people_are_named_in_one_statement(statements):
    ids = [a_learner(name=f"P{number}").pk for number in range(5)]
    with statements(exactly=1):
        found = services.people([*ids, 10**9])
    assert [found[pk].name for pk in ids] == ["P0", "P1", "P2", "P3", "P4"]
    assert services.people([]) == {}


def test_people_are_found_by_name_address_and_number():
    person = a_learner(name="Gulnora Ismoilova", email="gulnora@mail.example")
    a_learner(name="Someone")
    for text in ("ismoil", "GULNORA@", f"#{person.pk}"):
        assert services.find_people(text) == [person.pk]
    assert services.find_people(" ") == []
    assert services.find_people("#" + "9" * 30) == []


def test_contacts_say_whether_the_address_is_proved_and_forget_the_blocked():
    proved, unproved = a_learner(), a_person(proved=False)
    blocked = a_learner(state="blocked", is_active=False)
    found = services.contacts([proved.pk, unproved.pk, blocked.pk])
    assert found[proved.pk].email_verified
    assert not found[unproved.pk].email_verified
    assert (found[blocked.pk].email, found[blocked.pk].email_verified) == ("", False)


def test_topics_reach_whom_they_say():
    uz, ru, staff = a_learner(locale="uz"), a_learner(locale="ru"), an_administrator(locale="uz")
    assert services.count_topic("all") == 3
    assert services.iter_topic("role:learner", 0, 10) == [uz.pk, ru.pk]
    assert services.iter_topic("locale:uz", uz.pk, 10) == [staff.pk]
    mine = services.audience(ru.pk)
    assert [name for name, _ in mine.topics] == ["all", "role:learner", "locale:ru"]
    assert mine.version != services.audience(uz.pk).version
    for topic in ("", "role:king", "locale:de", "everyone"):
        with pytest.raises(services.UnknownTopic):
            services.count_topic(topic)


def test_people_with_a_permission_have_it_by_role_or_by_right():
    permission = Permission.objects.get(codename="view_user", content_type__app_label="users")
    group = Group.objects.create(name="watchers")
    group.permissions.add(permission)
    by_role, by_right = a_person(is_staff=True), a_person(is_staff=True)
    by_role.groups.add(group)
    by_right.user_permissions.add(permission)
    everything = an_administrator()
    a_person(is_staff=True)
    learner = a_learner()
    learner.groups.add(group)
    expected = [by_role.pk, by_right.pk, everything.pk]
    assert services.people_with("users.view_user") == expected


def test_one_account_an_address_whatever_the_case():
    a_learner(email="aziza@mail.example")
    with pytest.raises(IntegrityError), atomic(User):
        User.objects.bulk_create([User(email="AZIZA@mail.example")])


def test_several_people_may_have_no_address():
    User.objects.create_user(None)
    User.objects.create_user("")
    assert User.objects.filter(email__isnull=True).count() == 2


def test_initials_stand_for_a_person():
    assert a_learner(name="Dilnoza Akbarovna Yusupova").initials == "DY"
    assert a_learner(name="Anvar").initials == "A"
    assert a_learner(name="", email="zuhra@mail.example").initials == "Z"


def test_blocking_needs_a_reason_is_written_down_and_ends_with_unblocking():
    person, staff = a_learner(), an_administrator()
    with pytest.raises(InvalidInput):
        services.block(person.pk, actor_id=staff.pk, reason=" ")
    with pytest.raises(InvalidInput):
        services.block(staff.pk, actor_id=staff.pk, reason="tired")
    with pytest.raises(NotFound):
        services.block(10**9, actor_id=staff.pk, reason="who?")
    for _ in range(2):
        services.block(person.pk, actor_id=staff.pk, reason="cheated")
    event = AuditEvent.objects.get(action="user.blocked")
    assert (event.actor_id, event.subject_id, event.reason) == (staff.pk, person.pk, "cheated")
    services.unblock(person.pk, actor_id=staff.pk)
    person.refresh_from_db()
    assert person.is_active


def test_a_welcome_that_fails_stays_owed_and_the_sweeper_repeats_it(settings):
    person = a_learner(welcomed_at=None)
    a_person(proved=False)
    settings.USERS_WELCOME = ["users.tests.makers.welcome", "users.tests.makers.failing_welcome"]
    tasks.welcome_owed()
    assert welcome.owed() == [person.pk]
    settings.USERS_WELCOME = ["users.tests.makers.welcome"]
    tasks.welcome_owed()
    assert welcome.owed() == []
    tasks.welcome_owed()
    assert makers.welcomed == [person.pk, person.pk]


def test_roles_are_laid_and_laying_them_again_changes_nothing(settings):
    settings.ROLES = {"watcher": ("users.view_user", "users.view_auditevent")}
    Group.objects.create(name="own group of the house")
    for _ in range(2):
        assert services.lay_roles() == {"watcher": 2}
    assert Group.objects.get(name="watcher").permissions.count() == 2
    assert Group.objects.count() == 2


def test_an_unknown_permission_is_named_and_nothing_is_laid(settings):
    settings.ROLES = {"watcher": ("users.view_user", "users.fly_user")}
    with pytest.raises(CommandError, match=r"users\.fly_user"):
        call_command("roles", stdout=StringIO())
    assert not Group.objects.exists()


def test_the_demo_people_can_log_in_and_loading_them_again_changes_nothing():
    logins = services.load_demo()
    assert logins == services.load_demo()
    assert [login.role for login in logins] == ["learner", "author", "cashier", "administrator"]
    assert User.objects.count() == 4
    for login in logins:
        assert Client().login(email=login.email, password=login.password)
    learner = User.objects.get(email=logins[0].email)
    assert learner.name == "Dilnoza Yusupova"
    assert len(makers.welcomed) == 4
    assert services.contacts([learner.pk])[learner.pk].email_verified


def test_staff_sees_people_codes_and_acts_but_no_hash():
    person, boss = a_learner(name="Aziza"), an_administrator(locale="en")
    services.record("user.tested", actor_id=boss.pk, subject_id=person.pk, data={"n": 1})
    Client().post("/en/password/reset/", {"email": person.email})
    code = VerificationCode.objects.get()
    browser = Client()
    browser.force_login(boss)
    for path in ("user/", f"user/{person.pk}/change/", "user/add/", "auditevent/"):
        page = browser.get(f"/admin/users/{path}")
        assert page.status_code == 200
        assert person.password not in page.content.decode()
    for path in ("", f"{code.pk}/change/"):
        page = browser.get(f"/admin/users/verificationcode/{path}")
        assert page.status_code == 200
        assert code.code_hash not in page.content.decode()
    assert browser.post(f"/admin/users/verificationcode/{code.pk}/delete/").status_code == 403
    assert browser.get("/admin/users/auditevent/add/").status_code == 403


def test_staff_log_in_to_the_admin_by_address_and_the_blocked_do_not():
    boss = an_administrator(email="anvar@mail.example")
    form = {"username": "Anvar@Mail.Example", "password": makers.PASSWORD, "next": "/admin/"}
    assert Client().post("/admin/login/", form).status_code == 302
    assert Client().post("/admin/login/", {**form, "password": "wrong-one"}).status_code == 200
    services.block(boss.pk, actor_id=a_learner().pk, reason="left")
    assert Client().post("/admin/login/", form).status_code == 200


def test_staff_blocks_people_from_the_list_with_a_reason():
    person, boss = a_learner(), an_administrator()
    browser = Client()
    browser.force_login(boss)
    form = {"action": "block", "_selected_action": [person.pk], "reason": ""}
    browser.post("/admin/users/user/", form)
    person.refresh_from_db()
    assert person.is_active
    browser.post("/admin/users/user/", {**form, "reason": "cheated"})
    person.refresh_from_db()
    assert not person.is_active


def test_only_a_superuser_hands_out_rights():
    clerk, person = a_person(is_staff=True), a_learner()
    permissions = Permission.objects.filter(codename__in=["change_user", "view_user"])
    clerk.user_permissions.set(permissions)
    browser = Client()
    browser.force_login(clerk)
    form = {"name": "New name", "locale": "uz", "is_staff": "on", "is_superuser": "on"}
    form |= {"emailaddress_set-TOTAL_FORMS": 0, "emailaddress_set-INITIAL_FORMS": 0}
    browser.post(f"/admin/users/user/{person.pk}/change/", form)
    person.refresh_from_db()
    assert (person.name, person.is_staff, person.is_superuser) == ("New name", False, False)


def test_a_reason_and_a_filter_that_no_database_can_hold_are_refused():
    browser, person = Client(), a_learner()
    browser.force_login(an_administrator())
    act = {"action": "block", "_selected_action": [person.pk], "reason": "Broken\x00 rules"}
    assert browser.post("/admin/users/user/", act).status_code == 302
    assert not AuditEvent.objects.filter(action="user.blocked").exists()
    for query in ("?role=%00", "?role=99999999999999999999", "?q=%00"):
        assert browser.get(f"/admin/users/user/{query}").status_code == 400
    assert browser.get("/admin/users/auditevent/?action=%00").status_code == 400
    assert browser.get("/admin/users/user/?role=none").status_code == 200

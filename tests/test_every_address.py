"""Every page and every call of the API, for everyone, in every language."""

from __future__ import annotations

import json
from collections import defaultdict
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.addresses import addresses, pages, paths

pytestmark = pytest.mark.django_db
LOCALES = ("uz", "ru", "en")
NO_DOCUMENT = {
    "notifications:badge",
    "assessments:media",
    "assessments:history_csv",
}
POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "base-uri": {"'none'"},
    "object-src": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}
OWN = {
    "assessments": {"uid"},
    "assessments_api": {"uid"},
    "payments": {"public_id"},
    "payments_api": {"public_id"},
    "notifications": {"public_id"},
    "notifications_api": {"public_id"},
}
NOTHING = {
    "uid": "00000000-0000-4000-8000-000000000000",
    "public_id": "00000000-0000-4000-8000-000000000000",
    "slug": "no-such-thing",
    "code": "no-such-thing",
    "kind": "reading",
    "sale_id": 999_999_999_999,
    "number": 99,
    "sha256": "0" * 64,
}
ON_THE_WAY = {
    "payments:order",
    "payments:cancel",
    "assessments:start",
}
"""A GET of these comes from a login on the way, and leads to the page with the form."""
METHODS = ("get", "post", "put")


class Page(HTMLParser):
    """What a page's markup says about the house rules."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang, self.titles, self.headings, self.offences = "", [], 0, []
        self.ids: list[str] = []
        self._in_title = self._in_script = self._in_svg = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.lang = given.get("lang", "")
        self.headings += tag == "h1"
        self._in_svg = self._in_svg or tag == "svg"
        self._in_title = tag == "title" and not self._in_svg
        self._in_script = tag == "script"
        if tag == "style" or "style" in given:
            self.offences.append(f"<{tag}> with inline style")
        if tag == "script" and not given.get("src"):
            self.offences.append("<script> without src")
        self.offences += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        self.offences += [
            f"<{tag} {name}={value}>"
            for name, value in given.items()
            if value and value.strip().lower().startswith("javascript:")
        ]
        if "id" in given:
            self.ids.append(given["id"])

    def handle_endtag(self, tag):
        if tag == "svg":
            self._in_svg = False
        if tag == "title":
            self._in_title = False
        if tag == "script":
            self._in_script = False

    def handle_data(self, data):
        if self._in_title:
            self.titles.append(data.strip())
        if self._in_script and data.strip():
            self.offences.append("<script> with a body")


def _policy(response) -> dict[str, set[str]]:
    header = response.headers["Content-Security-Policy"]
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {name: set(values) for name, *values in parts}


def _page_faults(response, locale: str) -> list[str]:
    page = Page(response.content.decode())
    found = list(page.offences)
    if page.lang != locale:
        found.append(f"lang is {page.lang}")
    if page.headings != 1:
        found.append(f"{page.headings} h1")
    if len(page.titles) != 1 or not page.titles[0]:
        found.append(f"title is {page.titles}")
    twice = {name for name in page.ids if page.ids.count(name) > 1}
    if twice:
        found.append(f"ids twice: {sorted(twice)}")
    policy = _policy(response)
    found += [f"CSP {name}" for name, wanted in POLICY.items() if policy.get(name) != wanted]
    if "unsafe" in response.headers["Content-Security-Policy"]:
        found.append("CSP is loose")
    return found


def _is_page(response) -> bool:
    kind = response.headers.get("Content-Type", "")
    return kind.startswith("text/html") and response.status_code not in (301, 302)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("who", ["visitor", "learner", "administrator"])
def test_every_page_is_well_made(scene, signed_in, who, locale):
    emails = {"visitor": "", "learner": scene.learner}
    client = signed_in(emails[who] if who in emails else scene.login(who))
    faults, seen = [], 0
    for address in pages():
        if address.full_name == "account_logout" and who != "visitor":
            continue
        for path in paths(address, scene.values, locale):
            response = client.get(path, headers={"accept-language": locale})
            if response.status_code >= 500:
                faults.append(f"{path}: {response.status_code}")
            if not _is_page(response) or address.full_name in NO_DOCUMENT:
                continue
            seen += 1
            faults += [f"{path}: {fault}" for fault in _page_faults(response, locale)]
    assert faults == []
    assert seen > 12


@pytest.mark.parametrize("locale", LOCALES)
def test_each_page_has_a_title_of_its_own(scene, signed_in, locale):
    client = signed_in(scene.learner)
    titles = defaultdict(set)
    for address in pages():
        if address.full_name in NO_DOCUMENT or "logout" in address.name:
            continue
        for path in paths(address, scene.values, locale):
            response = client.get(path)
            if response.status_code == 200:
                titles[Page(response.content.decode()).titles[0]].add(address.full_name)
    shared = {title: names for title, names in titles.items() if len(names) > 1}
    assert shared == {}
    assert len(titles) > 15


def test_the_language_of_a_path_wins_over_cookie_and_browser(scene, signed_in):
    client = signed_in()
    client.cookies["django_language"] = "ru"
    response = client.get("/en/tests/", headers={"accept-language": "uz"})
    assert Page(response.content.decode()).lang == "en"


def test_a_visitor_is_sent_to_log_in_and_back(scene, signed_in):
    client = signed_in()
    private = [
        path
        for address in pages()
        if address.namespace
        and address.full_name
        not in {
            "assessments:landing",
            "assessments:tests",
            "assessments:tests_of_kind",
            "assessments:test",
            "payments:tariffs",
            "notifications:badge",
            "notifications:read_all",
            "users:start_again",
        }
        for path in paths(address, scene.values)
    ]
    assert len(private) > 20
    for path in private:
        response = client.get(path)
        assert response.status_code == 302, path
        location = response.headers["Location"]
        assert "/login/" in location, path
        assert path.removeprefix("/en") in location, path


def _api() -> list:
    return [one for one in addresses() if one.is_api and one.name != "api-docs"]


@pytest.mark.parametrize("who", ["visitor", "learner", "author", "cashier", "administrator"])
def test_every_get_of_the_api_answers_programs_and_browsers(scene, signed_in, who):
    emails = {"visitor": "", "learner": scene.learner}
    client = signed_in(emails[who] if who in emails else scene.login(who))
    faults, seen = [], 0
    for address in _api():
        for path in paths(address, scene.values):
            plain = client.get(path, headers={"accept": "application/json"})
            page = client.get(path, headers={"accept": "text/html"})
            seen += 1
            faults += _api_faults(path, plain, page)
    assert faults == []
    assert seen > 40


def _api_faults(path, plain, page) -> list[str]:
    found = []
    if plain.status_code >= 500 or page.status_code >= 500:
        found.append(f"{path}: {plain.status_code}, {page.status_code}")
    kind = plain.headers.get("Content-Type", "")
    if plain.status_code >= 400:
        body = json.loads(plain.content)
        if not kind.startswith("application/problem+json"):
            found.append(f"{path}: {plain.status_code} is {kind}")
        if body.get("status") != plain.status_code or not body.get("code"):
            found.append(f"{path}: {body}")
        if not body.get("detail") or not body.get("title"):
            found.append(f"{path}: no words")
    elif plain.status_code == 200 and "json" not in kind and "openapi" not in kind:
        found.append(f"{path}: {kind}")
    if page.status_code != plain.status_code and "schema" not in path:
        found.append(f"{path}: {plain.status_code} for programs, {page.status_code} for browsers")
    if "/v1/" in path and not page.headers.get("Content-Type", "").startswith("text/html"):
        found.append(f"{path}: a browser gets {page.headers.get('Content-Type')}")
    return found


def test_the_api_turns_visitors_away_with_a_problem(scene, signed_in):
    client = signed_in()
    for name in ("users_api:me", "payments_api:tokens", "assessments_api:attempts"):
        response = client.get(reverse(name))
        assert response.status_code == 401, name
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("who", ["other", "author"])
def test_what_is_anothers_is_not_found_anywhere(scene, signed_in, who):
    client = signed_in(scene.other if who == "other" else scene.login("author"))
    nothing = {name: [NOTHING] for name in OWN}
    faults, seen = [], 0
    for address in addresses():
        if not OWN.get(address.namespace, set()) & address.parameters:
            continue
        for path in paths(address, scene.values):
            (unknown,) = paths(address, nothing)
            for method in METHODS:
                theirs = getattr(client, method)(path, {}, content_type="application/json")
                none = getattr(client, method)(unknown, {}, content_type="application/json")
                seen += 1
                if theirs.status_code != none.status_code:
                    faults.append(f"{method} {path}: {theirs.status_code}, {none.status_code}")
                redirected = address.full_name == "payments:cancel" and method == "get"
                if theirs.status_code not in {302 if redirected else 404, 400, 403, 405}:
                    faults.append(f"{method} {path}: {theirs.status_code}")
                staff_only = address.name == "mark-paid"
                if method == "get" and theirs.status_code in (400, 403) and not staff_only:
                    faults.append(f"{method} {path}: {theirs.status_code}")
    assert faults == []
    assert seen > 60


def test_ids_that_do_not_exist_are_not_found(scene, signed_in):
    client = signed_in(scene.login("administrator"))
    values = {one.namespace: [NOTHING] for one in addresses()}
    faults, seen = [], 0
    for address in addresses():
        if not address.parameters or not address.namespace or address.route.startswith("admin"):
            continue
        for path in paths(address, values):
            response = client.get(path)
            seen += 1
            redirected = address.full_name in ON_THE_WAY
            kind_alone = address.parameters == {"kind"}
            if response.status_code not in (404, 405) and not (redirected or kind_alone):
                faults.append(f"{path}: {response.status_code}")
    assert faults == []
    assert seen > 30


def test_the_administrator_opens_every_page_of_the_admin(scene, signed_in):
    client = signed_in(scene.login("administrator"))
    faults, seen = [], 0
    for model, model_admin in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model_admin.get_queryset(_request(client)).first()
        asked = [reverse(f"{base}_changelist"), f"{reverse(f'{base}_changelist')}?q=a"]
        asked.append(reverse(f"{base}_add"))
        if row is not None:
            asked += [reverse(f"{base}_{name}", args=[row.pk]) for name in ("change", "history")]
        for path in asked:
            response = client.get(path)
            seen += 1
            if response.status_code not in (200, 302, 403):
                faults.append(f"{path}: {response.status_code}")
            elif response.status_code == 200:
                faults += [f"{path}: {one}" for one in Page(response.content.decode()).offences]
    assert faults == []
    assert seen > 80


def _request(client):
    return client.get(reverse("admin:index")).wsgi_request


def test_the_admin_is_closed_to_learners(scene, signed_in):
    client = signed_in(scene.learner)
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for name in ("changelist", "add"):
            response = client.get(reverse(f"{base}_{name}"))
            assert response.status_code in (302, 403), base

"""A client program that signs up and logs in through allauth's headless app client."""

from __future__ import annotations

import json

from django.test import Client

from users.tests.makers import PASSWORD

AUTH = "/_allauth/app/v1/auth/"


class Program:
    """A client program: it keeps the session token, nothing else."""

    def __init__(self):
        self.token = ""

    def call(self, method, path, body=None, **headers):
        if self.token:
            headers["X-Session-Token"] = self.token
        data = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
        answer = Client().generic(
            method,
            AUTH + path if not path.startswith("/") else path,
            headers={"Accept-Language": "en", **headers},
            **data,
        )
        found = answer.json() if answer.content else {}
        self.token = found.get("meta", {}).get("session_token", self.token)
        return answer, found

    def post(self, path, **body):
        return self.call("POST", path, body)

    def signs_up(self, email="aziza@mail.example", password=PASSWORD):
        return self.post("signup", email=email, password=password)


def the_code_of(found):
    """The code of the first refusal in an answer."""
    return found["errors"][0]["code"]

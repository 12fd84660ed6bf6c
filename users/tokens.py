"""How a program's session token becomes a session."""

from __future__ import annotations

from typing import cast

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from django.contrib.sessions.backends.base import SessionBase


class TokenStrategy(JWTTokenStrategy):
    """Session tokens and JWTs of allauth's app client; a token costs one look-up of its session."""

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """The session, or None; what can not be a session's key never reaches the database."""
        if not (session_token.isascii() and session_token.isalnum()):
            return None
        return cast("SessionBase | None", super().lookup_session(session_token))

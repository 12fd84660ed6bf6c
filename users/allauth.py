"""Where allauth asks us: the adapter."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions."""

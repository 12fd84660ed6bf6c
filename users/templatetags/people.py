"""How addresses are shown where a passer-by might read them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def masked(email: str) -> str:
    """`dilnoza@mail.uz` as `d•••••a@mail.uz`: enough to recognise, too little to learn."""
    name, at, domain = email.rpartition("@")
    if not at:
        return email
    last = name[-1] if len(name) > 2 else ""
    return f"{name[:1]}•••{last}@{domain}"

"""What the demo's inbox holds beside the messages that its acts make."""

from __future__ import annotations

from datetime import datetime

from notifications.sending import EVERYONE, broadcast

TITLE = {
    "uz": "Imtihon demo rejimida ishlamoqda",
    "ru": "Imtihon работает в демонстрационном режиме",
    "en": "Imtihon is running with demo content",
}
BODY = {
    "uz": "Barcha odamlar va natijalar oʻylab topilgan. Qisqa Reading testidan boshlang: uni "
    "boshlangʻich tokenlar bilan topshirish mumkin.",
    "ru": "Все люди и результаты вымышлены. Начните с короткого теста Reading: на него хватает "
    "приветственных токенов.",
    "en": "All people and results are made up. Begin with the short Reading test: the welcome "
    "tokens are enough for it.",
}


def load_demo(at: datetime) -> None:
    """One message to everyone who is there. Safe to repeat; `at` only names the demo's clock."""
    broadcast(EVERYONE, TITLE, BODY, key="demo:everyone")

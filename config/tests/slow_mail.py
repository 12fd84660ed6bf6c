"""A mail server that takes its time and writes down when it begins and when it has taken a mail."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class SlowBackend(BaseEmailBackend):
    """Appends "begin <id>" and, SLOW_MAIL_S later, "sent <id>" to the file SLOW_MAIL_LOG."""

    def send_messages(self, email_messages):
        for message in email_messages:
            self.note(f"begin {message.extra_headers['Message-ID']}")
            time.sleep(float(os.environ["SLOW_MAIL_S"]))
            self.note(f"sent {message.extra_headers['Message-ID']}")
        return len(email_messages)

    def note(self, line):
        with Path(os.environ["SLOW_MAIL_LOG"]).open("a") as log:
            log.write(line + "\n")

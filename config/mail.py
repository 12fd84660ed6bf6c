"""Mail on a machine without a mail server: a file under var/mail/, and the text in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend as FileBased


class VisibleFileBackend(FileBased):
    """Writes each mail to EMAIL_FILE_PATH and prints its subject and text."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write and print; the number of mails written."""
        for message in email_messages:
            to = ", ".join(message.to)
            print(f"\n--- mail to {to}: {message.subject}\n{message.body}\n---", flush=True)
        return super().send_messages(email_messages) or 0

"""`manage.py verify_ledger`: prove the token ledger; exit code 1 if anything is wrong."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from payments.services import verify_ledger


class Command(BaseCommand):
    """Print every finding, or that there is none."""

    help = "Checks the invariants of orders and tokens (1-6, 8, 9). Exit code 1 on findings."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the proof."""
        findings = verify_ledger()
        for finding in findings:
            self.stdout.write(f"{finding.invariant}. {finding.subject}: {finding.text}")
        if findings:
            self.stderr.write(f"findings: {len(findings)}")
            sys.exit(1)
        self.stdout.write("The ledger is in order (invariants 1-6, 8, 9).")

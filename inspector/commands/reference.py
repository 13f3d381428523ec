"""`rules`, `explain` and `doctor`: what the inspector knows, and what is here."""

from __future__ import annotations

from argparse import Namespace

from inspector.errors import FAULT, OK, UsageError


def rules(options: Namespace) -> int:
    """List every rule; as Markdown with all of their pages."""
    if options.format == "md":
        from inspector.report.rules_page import rules_markdown

        print(rules_markdown(), end="")
        return OK
    from inspector.compat.rules import registered

    for entry in registered().values():
        print(f"{entry.id}  {entry.severity:7}  {entry.name:26}  {entry.what}")
    return OK


def explain(options: Namespace) -> int:
    """One rule's page."""
    from inspector.compat.rules import registered

    wanted = options.rule.lower()
    entry = next((r for r in registered().values() if wanted in (r.id.lower(), r.name)), None)
    if entry is None:
        raise UsageError(f"There is no rule {options.rule}.", "`adapter-inspector rules` lists them.")
    from inspector.report.rules_page import rule_text

    print(rule_text(entry))
    return OK


def doctor(_: Namespace) -> int:
    """What is here, what is missing, and the command that installs it."""
    from inspector.diagnosis import diagnose

    healthy = True
    for line in diagnose():
        healthy = healthy and line.fine
        mark = "✕" if not line.fine else "·" if line.remedy else "✓"  # ·: can do without
        print(f"{mark} {line.name:24} {line.text}")
        if line.remedy:
            print(f"  {'':24} {line.remedy}")
    return OK if healthy else FAULT

"""Which rules count in the window: what the project's settings file says, as in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inspector.errors import InspectorError

if TYPE_CHECKING:
    from inspector.files.rule_choice import RuleChoice


class RuleSettings(NamedTuple):
    """`choice` is None where every rule counts as it is; `problem` says why a file was not followed."""

    choice: RuleChoice | None = None
    problem: InspectorError | None = None


def rule_settings(folder: Path | None = None) -> RuleSettings:
    """The settings from `folder` upwards; without one, from where the program was started.

    Never from where an adapter lies: a stranger's must not silence its own findings. A file that cannot be
    used silences none.
    """
    from inspector.compat.rules.choice import check_choice
    from inspector.files.rule_choice import RuleChoice, find_choice

    try:
        found = find_choice(folder or Path.cwd())
        if found._replace(source="") == RuleChoice():
            return RuleSettings()
        return RuleSettings(check_choice(found))
    except InspectorError as problem:
        return RuleSettings(problem=problem)
    except OSError:  # the folder that it was started in is gone
        return RuleSettings()

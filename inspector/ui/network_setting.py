"""Whether anything may go out: the setting, kept to by this process and by the worker that it starts."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication

from inspector.ui.language import tr

_OFFLINE = "HF_HUB_OFFLINE"


def keep_to_network_setting(allowed: bool) -> str:
    """Forbid the network to this process and its worker, or allow it; gives the status bar its word.

    The environment is what huggingface_hub itself heeds. What a person has set there stays.
    """
    application = QCoreApplication.instance()
    ours = application is not None and bool(application.property(_OFFLINE))
    if not allowed and _OFFLINE not in os.environ:
        os.environ[_OFFLINE] = "1"
        ours = True
    elif allowed and ours:
        os.environ.pop(_OFFLINE, None)
        ours = False
    if application is not None:
        application.setProperty(_OFFLINE, ours)
    return network_word()


def network_word() -> str:
    """What the window does on the network: nothing, or what it is asked."""
    from inspector.files.hub_access import is_offline

    if is_offline():
        return tr("offline")
    return tr("Hub on request")

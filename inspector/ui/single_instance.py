"""The one window of a user on a display: it listens for later starts, takes their paths and comes forward."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from inspector.ui.second_start import LONGEST, VERSION, address, hand_over

SLOWEST = 5000
"""Milliseconds that a connection may take to say what it wants."""

_LOCK_WAIT = 2000


class Asked(NamedTuple):
    """What a later start wants: absolute paths, and what lets a Wayland window come to the front."""

    paths: tuple[str, ...]
    activation: str


class SingleInstance(QObject):
    """`asked` carries an Asked. Only this user can connect; whoever does can only make it open paths."""

    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def listen_or_hand_over(self, paths: list[str] | None) -> bool:
        """Whether another window took `paths`; else this process listens from now on.

        None: open a window whatever there is, and listen only where nobody does. Under a lock, so that of
        two that start together one listens, and neither takes the other's socket for a stale one.
        """
        where = address()
        if where is None:
            return False
        lock = QLockFile(f"{where}.lock")
        if not lock.tryLock(_LOCK_WAIT):
            return False
        try:
            if paths is not None and hand_over(paths):
                return True
            if not self._server.listen(where) and not _answers(where):
                QLocalServer.removeServer(where)  # left behind by one that was killed
                self._server.listen(where)
        finally:
            lock.unlock()
        return False

    @property
    def is_listening(self) -> bool:
        return self._server.isListening()

    def close(self) -> None:
        """Later starts open a window of their own."""
        self._server.close()

    def _welcome(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            connection.disconnected.connect(connection.deleteLater)
            connection.readyRead.connect(lambda connection=connection: self._read(connection))
            QTimer.singleShot(SLOWEST, connection, connection.abort)
            self._read(connection)

    def _read(self, connection: QLocalSocket) -> None:
        if not connection.canReadLine():
            if connection.bytesAvailable() > LONGEST:
                connection.abort()
            return
        asked = parse(bytes(connection.readLine(LONGEST).data()))
        answer = {"version": VERSION, "taken": asked is not None}
        connection.write(json.dumps(answer).encode() + b"\n")
        connection.flush()  # whoever waits need not wait for the opening
        connection.disconnectFromServer()
        if asked is not None:
            self.asked.emit(asked)


def parse(line: bytes) -> Asked | None:
    """What one line asks for; None for anything that this version does not understand."""
    try:
        said: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("version") != VERSION:
        return None
    paths, activation = said.get("paths"), said.get("activation", "")
    if not isinstance(paths, list) or not all(isinstance(path, str) and path for path in paths):
        return None
    return Asked(tuple(paths), activation if isinstance(activation, str) else "")


def _answers(where: str) -> bool:
    connection = QLocalSocket()
    connection.connectToServer(where)
    return connection.waitForConnected(1000)

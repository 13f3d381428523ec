"""The one window of a user on a display: it listens for later starts, takes their paths and comes forward."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from inspector.ui.second_start import LONGEST, VERSION, address, hand_over

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

SLOWEST = 5000
"""Milliseconds that a connection may take to say what it wants."""

_LOCK_WAIT = 5000
"""Milliseconds that a start waits for another one, until that one's window is there and listens."""


class Asked(NamedTuple):
    """What a later start wants: absolute paths, and what lets a Wayland window come to the front."""

    paths: tuple[str, ...]
    activation: str


class SingleInstance(QObject):
    """`asked` carries an Asked. Only this user can connect; whoever does can only make it open paths."""

    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None
        self._lock: QLockFile | None = None

    def hand_over_or_claim(self, paths: list[str] | None) -> bool:
        """Whether another window took `paths`; else the place is this process's, which is to `listen` soon.

        None: open a window whatever there is, and listen only where nobody does. The place is claimed by a
        lock, so that of two that start together one listens, and neither takes the other's socket for a
        stale one.
        """
        where = address()
        if where is None:
            return False
        lock = QLockFile(f"{where}.lock")
        if not lock.tryLock(_LOCK_WAIT):
            return False
        if paths is not None and hand_over(paths):
            lock.unlock()
            return True
        self._lock = lock
        return False

    def listen(self) -> None:
        """Take what later starts hand over, from now on. After the first paint: it needs Qt's network."""
        lock, self._lock = self._lock, None
        where = address()
        if lock is None or where is None:
            return
        from PySide6.QtNetwork import QLocalServer

        server = self._server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._welcome(server))
        if not server.listen(where) and not _answers(where):
            QLocalServer.removeServer(where)  # left behind by one that was killed
            server.listen(where)
        lock.unlock()

    def close(self) -> None:
        """Later starts open a window of their own."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
        if self._server is not None:
            self._server.close()

    def _welcome(self, server: QLocalServer) -> None:
        while (connection := server.nextPendingConnection()) is not None:
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
    from PySide6.QtNetwork import QLocalSocket

    connection = QLocalSocket()
    connection.connectToServer(where)
    return connection.waitForConnected(1000)

"""A worker without torch: it does to a request what the request's `loader` says."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import Any

REPORT = {
    "evidence": "dry-run",
    "loader": "fake",
    "loader_version": "0",
    "loads": True,
    "tensors": [["k", "landed", "m", "p", [4, 8], "F32", "base_model.model.k", [4, 8]]],
}


def send(**message: Any) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def until_cancelled(number: int) -> None:
    for line in sys.stdin:
        if json.loads(line) == {"id": number, "op": "cancel"}:
            send(id=number, event="error", type="Cancelled", message="Cancelled.", hint="")
            return


def behave(number: int, how: str) -> None:
    match how:
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "segfault":
            print("last words", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            sys.exit(3)
        case "garbage":
            print("Loading checkpoint shards: 100%", flush=True)
            time.sleep(60)
        case "cooperative":
            send(id=number, event="progress", stage="waiting", done=0, total=1, text="Waiting")
            until_cancelled(number)
        case "deaf" | "stubborn":
            if how == "stubborn":
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            send(id=number, event="progress", stage="waiting", done=0, total=1, text="Waiting")
            while True:
                time.sleep(60)
        case "refusing":
            send(id=number, event="error", type="ProbeRefused", message="No weights.", hint="Get some.")
        case "failing":
            send(id=number, event="error", type="ValueError", message="It failed.", hint="")
        case "misfitting":
            send(id=number, event="result", value={"nonsense": 1})
        case _:
            send(id=number - 1000, event="result", value={"an answer": "to somebody else"})
            for done in range(3):
                send(id=number, event="progress", stage="work", done=done, total=3, text=f"Step {done}")
            send(id=number, event="result", value={**REPORT, "base_class": str(os.getpid())})


send(event="started", protocol=1)
send(event="ready", protocol=1, versions={"peft": "0"})
for request in sys.stdin:
    asked = json.loads(request)
    if asked["op"] == "versions":
        send(id=asked["id"], event="result", value={})
    elif asked["op"] == "dry_run":
        behave(asked["id"], asked["loader"])

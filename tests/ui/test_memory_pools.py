"""However many threads a window starts, the C library keeps two pools for them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# malloc_info tells of every pool there is.
THREADS = """
import ctypes, threading
from inspector.ui.memory_pools import share_memory_pools
share = {share}
if share:
    assert share_memory_pools()
barrier = threading.Barrier(13)
def work():
    kept = [ctypes.create_string_buffer(2000) for _ in range(50)]
    barrier.wait()
    barrier.wait()
threads = [threading.Thread(target=work) for _ in range(12)]
[thread.start() for thread in threads]
barrier.wait()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, ctypes.c_void_p(file))
libc.fclose(ctypes.c_void_p(file))
barrier.wait()
"""


def pools(share: bool) -> int:
    program = THREADS.replace("{share}", str(share))
    environment = {key: value for key, value in os.environ.items() if key != "MALLOC_ARENA_MAX"}
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=60
    )
    return ran.stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone has these pools")
def test_threads_share_two_pools() -> None:
    before = pools(share=False)
    if before < 3:
        pytest.skip("this C library has no pool for each thread")
    assert pools(share=True) == 2

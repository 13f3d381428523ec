"""The first lines that a borrowed Python runs: the worker from this very source, on that Python's packages.

Written for any Python, so that one that is too old can be told so.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (this file alone runs on any)
    message = '{"event": "error", "id": null, "type": "WorkerError", "message": "%s", "hint": "%s"}\n'
    program = sys.executable.replace("\\", "/").replace('"', "")
    told = "{} is Python {}.{}; 3.11 or newer is needed.".format(program, *sys.version_info)
    sys.stdout.write(message % (told, "Choose another Python for the dry run and the probe."))
    sys.exit(1)

if not sys.flags.safe_path:
    del sys.path[0]  # this folder, whose modules are called like others' packages
sys.dont_write_bytecode = True  # nothing is left behind where the viewer was installed

import importlib.util  # noqa: E402
import runpy  # noqa: E402
from pathlib import Path  # noqa: E402

package = Path(__file__).resolve().parent.parent
# Not by the import path: beside a wheel's package lie the other packages of another Python.
spec = importlib.util.spec_from_file_location(
    "inspector", package / "__init__.py", submodule_search_locations=[str(package)]
)
assert spec is not None and spec.loader is not None
module = importlib.util.module_from_spec(spec)
sys.modules["inspector"] = module
spec.loader.exec_module(module)
runpy.run_module("inspector.worker", run_name="__main__", alter_sys=True)

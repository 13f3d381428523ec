"""transformers' list of models: what the shortcut gives is what transformers itself reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import transformers.models
from transformers.utils import import_utils

from inspector.worker.model_listing import _without_prefix

MODELS = Path(transformers.models.__file__).parent

SCRIPT = """
import sys
import transformers
from inspector.worker.model_listing import import_models

read = []
sys.addaudithook(lambda event, given: event == "open" and read.append(str(given[0])))
models = import_models()
assert models is transformers.models
assert models.llama.LlamaForCausalLM.__name__ == transformers.LlamaForCausalLM.__name__
assert transformers.utils.import_utils.define_import_structure.cache_info().misses
print(len([path for path in read if path.endswith(".py") and "/models/" in path and "/llama/" not in path]))
"""


def test_the_list_made_from_the_first_reading_equals_a_second_reading() -> None:
    second = import_utils.define_import_structure.__wrapped__(transformers.models.__file__)
    first = import_utils.define_import_structure(MODELS, prefix="models")
    assert _without_prefix(first) == second


def test_no_source_file_of_a_model_is_read_again() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # Those of the one model that was asked for were left out above; a reading of all would be 1,600.
    assert int(done.stdout.split()[-1]) < 50

"""The table of model classes: read a line at a time, and never stale."""

from __future__ import annotations

import importlib.util
import json
from importlib.metadata import version
from types import ModuleType

import pytest

from inspector.files.peft_fields import known_fields
from inspector.files.tables import architecture_facts, default_targets, made_with
from inspector.resource import resource_path


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_tables", resource_path("tables/make_tables.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_was_made_with_the_packages_installed_here() -> None:
    assert made_with() == {name: version(name) for name in ("transformers", "peft")}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "name",
    ["LlamaForCausalLM", "GPT2LMHeadModel", "BertForSequenceClassification", "T5ForConditionalGeneration"],
)
def test_a_line_of_the_table_is_what_the_script_makes_of_the_class(name: str, generator: ModuleType) -> None:
    import transformers

    model_class = getattr(transformers, name)
    fresh = generator.describe(model_class, model_class.config_class())
    facts = architecture_facts(name)
    assert facts is not None
    codes = generator.CODES
    assert {path: codes[kind] for path, kind in facts.kinds.items()} == fresh["modules"]
    assert list(facts.kinds) == list(fresh["modules"])
    assert (facts.head, facts.embedding, facts.renames, facts.converts, facts.generates) == (
        fresh["head"],
        fresh["embedding"],
        fresh["renames"],
        fresh["converts"],
        fresh["generates"],
    )


def test_the_fields_of_every_method_are_pefts() -> None:
    path = resource_path("tables/make_peft_table.py")
    spec = importlib.util.spec_from_file_location("make_peft_table", path)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    table = json.loads(resource_path("tables/peft_fields.json").read_text())
    assert table == script.make_table()
    assert known_fields("LORA") == frozenset(table["fields"]["LORA"])
    assert known_fields("NO_SUCH_METHOD") is None


def test_default_targets_are_pefts() -> None:
    assert default_targets("llama") == ["q_proj", "v_proj"]
    assert default_targets("no-such-model") is None
    assert architecture_facts("NoSuchModel") is None

"""ADP9xx: what the models do when they really run."""

from __future__ import annotations

import math
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import peft
import torch
import transformers
from edits import together, valued, with_tensor
from folders import Folders, Make, Output, RuleCase, Shop, probe, side, spoken
from mutations import BODY
from real_load import quiet
from worded_tokenizer import TEMPLATE, add_tokenizer

from inspector.compat.inspection import Severity
from inspector.resource import resource_path

_DEMO = resource_path("demo")
_SOME_TICKETS = 24


def _hashing(seed: int | None, step: float) -> Make:
    """A Reformer, which hashes at random at every run unless it is told a seed."""

    def made(shop: Shop) -> Folders:
        own, adapter = shop.new(), shop.new()
        torch.manual_seed(0)
        config = transformers.ReformerConfig(
            vocab_size=64, hidden_size=32, feed_forward_size=48, attn_layers=["lsh", "lsh"],
            num_attention_heads=4, attention_head_size=8, is_decoder=True, axial_pos_embds=False,
            max_position_embeddings=64, lsh_attn_chunk_length=4, num_hashes=1, num_buckets=4,
            hash_seed=seed, pad_token_id=0, eos_token_id=2,
        )  # fmt: skip
        with quiet():
            transformers.ReformerModelWithLMHead(config).save_pretrained(own)
            model = transformers.ReformerModelWithLMHead.from_pretrained(own)
            settings = peft.LoraConfig(r=4, target_modules=["value"], task_type="CAUSAL_LM")
            adapted = peft.get_peft_model(model, settings)
            for parameter in adapted.parameters():
                if parameter.requires_grad:
                    parameter.data += torch.randn_like(parameter) * step
            adapted.save_pretrained(str(adapter))
        return Folders(adapter, str(own), own)

    return made


def _with_template(folder: Path) -> None:
    add_tokenizer(folder, chat_template=TEMPLATE)


def _demo(served: str) -> Make:
    """The bundled adapter, that was really trained, on one of the bundled bases."""
    own = _DEMO / "ticket-llama-n"
    return lambda _: Folders(_DEMO / "support-router-lora", str(_DEMO / served), own)


def _on_prompts(folders: Folders, output: Output) -> dict[str, Any]:
    """Over texts in which no word of the template stands."""
    prompts = folders.adapter / "prompts.txt"
    prompts.write_text("the cat sat on the mat\na cat on a mat\n")
    words = ["probe", folders.adapter, "--base", folders.base, "--device", "cpu", "--prompts", prompts]
    return spoken(words, output)


def _golden(folders: Folders, output: Output) -> dict[str, Any]:
    """Some tickets of the bundled golden set, answered on both bases."""
    with TemporaryDirectory() as scratch:
        examples = Path(scratch) / "few.jsonl"
        lines = (_DEMO / "golden.jsonl").read_text().splitlines(keepends=True)
        examples.write_text("".join(lines[:_SOME_TICKETS]))
        words = ["compare", folders.adapter, "--from", folders.own, "--to", folders.base]
        return spoken([*words, "--golden", examples, "--resume", Path(scratch) / "answers.jsonl"], output)


_UNUSED_TOKENS = [7, 8]
"""`user` and `says`: words of the template alone."""

_IN_TEMPLATE = together(
    valued(lambda value: value + 3, "token"), valued(lambda value: value * 1e-3, "lora_B"), _with_template
)

CASES = (
    RuleCase(
        "ADP901",
        Severity.ERROR,
        side(change=valued(lambda value: value * 0, "lora_B")),
        side(),
        probe,
        says="every output equals the base's to the bit",
    ),
    RuleCase(
        "ADP902",
        Severity.ERROR,
        side(change=with_tensor(BODY + "embed_tokens.weight", 64, 32)),
        side(modules_to_save=["embed_tokens"]),
        probe,
    ),
    RuleCase(
        "ADP903",
        Severity.ERROR,
        side(change=valued(lambda value: value * math.nan, "layers.1.self_attn.q_proj.lora_B")),
        side(change=valued(lambda value: value.half())),
        probe,
    ),
    RuleCase("ADP904", Severity.WARNING, _hashing(None, step=1e-4), _hashing(0, step=0.03), probe),
    RuleCase(
        "ADP905",
        Severity.WARNING,
        side(trainable_token_indices=_UNUSED_TOKENS, change=_IN_TEMPLATE),
        side(trainable_token_indices=_UNUSED_TOKENS, step=0.05, change=_with_template),
        _on_prompts,
        says="inside the chat template",
    ),
    RuleCase(
        "ADP906",
        Severity.WARNING,
        _demo("ticket-llama-n1-drifted"),
        _demo("ticket-llama-n"),
        _golden,
        says=f"of {_SOME_TICKETS} examples",
    ),
)

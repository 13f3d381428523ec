"""ADP4xx: values of the adapter's tensors, and the change that they make to each module."""

from __future__ import annotations

import math

import torch
from edits import valued
from folders import RuleCase, check, side

from inspector.compat.inspection import Severity

_DEEP = {"num_hidden_layers": 7}


def _first_alone(ups: torch.Tensor) -> torch.Tensor:
    """Nearly all of the change in the first of its directions."""
    return torch.cat([ups[:, :1], ups[:, 1:] * 0.01], dim=1)


CASES = (
    RuleCase(
        "ADP401",
        Severity.ERROR,
        side(change=valued(lambda value: value * math.nan, "layers.1.self_attn.q_proj.lora_B")),
        side(change=valued(lambda value: value.half())),
        check,
        says="1 of 12",
    ),
    RuleCase("ADP402", Severity.ERROR, side(step=0.0), side(step=1e-4), check, says="never trained"),
    RuleCase(
        "ADP403",
        Severity.WARNING,
        side(change=valued(lambda value: (value * 100).to(torch.int8), "q_proj.lora_B")),
        side(change=valued(lambda value: value.bfloat16())),
        check,
    ),
    RuleCase(
        "ADP404",
        Severity.WARNING,
        side(of=_DEEP, change=valued(lambda value: value * 30, "layers.3.self_attn.q_proj.lora_B")),
        side(of=_DEEP, change=valued(lambda value: value * 2, "layers.3.self_attn.q_proj.lora_B")),
        check,
        says="model.layers.3.self_attn.q_proj is",
    ),
    RuleCase(
        "ADP405",
        Severity.INFO,
        side(r=8, change=valued(_first_alone, "lora_B")),
        side(r=8),
        check,
        says="rank 8",
    ),
)

"""What the probe measured: the model's outputs with and without the adapter, as immutable records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class PromptResult(NamedTuple):
    """One prompt, measured with and without the adapter.

    KL is KL(base ‖ adapted), JS the Jensen–Shannon divergence, both in nats and averaged over positions;
    `top1_flips` counts positions whose most likely next token differs; `tokens` is the number of
    positions. `pieces` are the prompt's tokens as text, `kl_by_position` and `flipped` (0 or 1) stand
    beside them. `first_difference` is the index of the first generated token that differs, None where
    none does. Perplexities are those of the prompt's own tokens; None where there is no next token.
    """

    prompt: str
    tokens: int
    max_abs_logit_diff: float
    mean_kl: float
    top1_flips: int
    base_text: str = ""
    adapted_text: str = ""
    mean_js: float = 0.0
    pieces: tuple[str, ...] = ()
    kl_by_position: tuple[float, ...] = ()
    flipped: tuple[int, ...] = ()
    first_difference: int | None = None
    base_perplexity: float | None = None
    adapted_perplexity: float | None = None


class LayerEffect(NamedTuple):
    """How far one layer's hidden state moves: ‖h_on − h_off‖_F / ‖h_off‖_F over all prompts' positions."""

    layer: str
    relative_change: float


class ModuleEffect(NamedTuple):
    """How far one adapted module's output moves.

    `relative_change` is ‖y_on − y_off‖_F / ‖y_off‖_F, upstream changes included; `own_change` the same
    for this module alone, on the input that it has with the adapter on. None where it was not measured.
    The module probe (task `modules`) has both from Gaussian inputs, and `weight_change`
    ‖W′ − W‖_F / ‖W‖_F, where the method adds a matrix to the weight.
    """

    module: str
    relative_change: float
    own_change: float | None = None
    weight_change: float | None = None


class ScalePoint(NamedTuple):
    """The effect with the adapter's scaling multiplied by `scale` (0: off, 1: as trained)."""

    scale: float
    mean_kl: float
    mean_js: float
    max_abs_logit_diff: float
    top1_flip_rate: float


class TemplateGain(NamedTuple):
    """Mean KL with the prompts as they are, and inside the chat template that the adapter brings."""

    source: str
    plain_kl: float
    template_kl: float
    plain_flip_rate: float
    template_flip_rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """What the model's outputs do with and without the adapter. Figures as in the JSON contract.

    `effect` is `none` (outputs equal to the bit), `below-floor`, `changes` or `not-finite`. `task` is what
    was compared: `causal-lm`, `seq2seq-lm`, `sequence-classification`, `token-classification`,
    `question-answering`, `features` or `modules` (each module alone: no model was run, and no figure of
    outputs is one); for `features` the cosine similarity and the share of nearest neighbours that changed
    stand in `mean_cosine` and `neighbour_change`. `noise_floor` is the largest gap between runs of one
    prompt, `rounding` what float32 arithmetic alone may move; a change counts only above both. `tokenizer`
    is whose it is: `adapter` or `base`, empty for pseudo-random tokens. What was not measured is empty or
    None.
    """

    device: str
    dtype: str
    acts: bool | None
    noise_floor: float
    max_abs_logit_diff: float
    mean_abs_logit_diff: float
    mean_kl: float
    top1_flip_rate: float
    disabled_equals_pristine: bool
    prompts: tuple[PromptResult, ...]
    note: str = ""
    seconds: float = 0.0
    effect: str = ""
    task: str = ""
    mean_js: float = 0.0
    base_perplexity: float | None = None
    adapted_perplexity: float | None = None
    mean_cosine: float | None = None
    neighbour_change: float | None = None
    layers: tuple[LayerEffect, ...] = ()
    modules: tuple[ModuleEffect, ...] = ()
    scales: tuple[ScalePoint, ...] = ()
    template: TemplateGain | None = None
    tokenizer: str = ""
    placement: str = ""
    rounding: float = 0.0

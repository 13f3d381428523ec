"""The multimodal base: base N's own text weights inside Llava, and a tower that sees a status light's colour.

Only the tower and the projector are trained, so the text side stays base N bit for bit.
"""

from __future__ import annotations

import random

import torch
from tickets import COLOURS, light_report
from training import IGNORED, Rows
from transformers import (
    CLIPVisionConfig,
    LlamaForCausalLM,
    LlavaConfig,
    LlavaForConditionalGeneration,
    PreTrainedTokenizerFast,
)

PIXELS, PATCH = 32, 16
IMAGE_TOKENS = (PIXELS // PATCH) ** 2
_RGB = {"red": (0.9, 0.1, 0.1), "green": (0.1, 0.8, 0.2), "blue": (0.1, 0.2, 0.9), "orange": (1.0, 0.6, 0.0)}


def multimodal(base: LlamaForCausalLM, image_token_id: int) -> LlavaForConditionalGeneration:
    """Llava around the weights of `base`, with a fresh two-layer CLIP tower of width 32."""
    vision = CLIPVisionConfig(
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=PIXELS,
        patch_size=PATCH,
        projection_dim=32,
    )
    # Where the base was loaded from is nobody's business, and the number type is the whole model's.
    text = {
        key: value for key, value in base.config.to_dict().items() if key not in ("_name_or_path", "dtype")
    }
    config = LlavaConfig(
        vision_config=vision,
        text_config=text,
        image_token_id=image_token_id,
        image_seq_length=IMAGE_TOKENS,
        bos_token_id=base.config.bos_token_id,
        eos_token_id=base.config.eos_token_id,
        pad_token_id=base.config.pad_token_id,
    )
    model = LlavaForConditionalGeneration(config)
    model.model.language_model.load_state_dict(base.model.state_dict())
    model.lm_head.load_state_dict(base.lm_head.state_dict())
    for part in (model.model.language_model, model.lm_head):
        part.requires_grad_(False)
    return model


def _picture(rng: random.Random, colour: str, noise: torch.Generator) -> torch.Tensor:
    """(3, 32, 32) in 0…1: a dark noisy device with one round light somewhere on it."""
    pixels = torch.rand(3, PIXELS, PIXELS, generator=noise) * 0.3
    x, y, radius = rng.randint(6, 25), rng.randint(6, 25), rng.randint(4, 7)
    rows, columns = torch.meshgrid(torch.arange(PIXELS), torch.arange(PIXELS), indexing="ij")
    lit = (rows - y) ** 2 + (columns - x) ** 2 <= radius**2
    pixels[:, lit] = torch.tensor(_RGB[colour]).unsqueeze(1) + pixels[:, lit] - 0.15
    return pixels.clamp(0, 1)


def light_rows(
    tokenizer: PreTrainedTokenizerFast, image_token_id: int, *, seed: int, batch: int = 32
) -> Rows:
    """Endless pictures, each before "the light is …."; only the colour's word counts in the loss."""
    rng, noise = random.Random(seed), torch.Generator().manual_seed(seed)
    while True:
        colours = [rng.choice(COLOURS) for _ in range(batch)]
        pictures = torch.stack([_picture(rng, colour, noise) for colour in colours])
        start = [tokenizer.bos_token_id] + [image_token_id] * IMAGE_TOKENS
        texts = [tokenizer(light_report(colour), add_special_tokens=False).input_ids for colour in colours]
        ids = torch.tensor([start + text for text in texts])
        labels = ids.clone()
        labels[:, : len(start) + 3] = IGNORED
        labels[:, -1] = IGNORED
        yield {"input_ids": ids, "labels": labels, "pixel_values": pictures}


def colours_seen(model: LlavaForConditionalGeneration, rows: Rows) -> float:
    """Share of one batch's lights whose colour the model names right."""
    batch = next(rows)
    labels = batch.pop("labels")
    with torch.inference_mode():
        said = model(**batch).logits[:, :-1].argmax(-1)
    asked = labels[:, 1:] != IGNORED
    return float((said[asked] == labels[:, 1:][asked]).float().mean())

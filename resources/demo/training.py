"""Tokenizer, tiny models and the training loops of the demo. One CPU thread, seeded, no network."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from tickets import Ticket
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import WordLevel
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

SPECIAL = ("<pad>", "<unk>", "<s>", "</s>", "<reserved_0>", "<reserved_1>")
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
IGNORED = -100
ANSWER_TOKENS = 6

Rows = Iterator[dict[str, torch.Tensor]]


def word_tokenizer(words: Sequence[str], reserved: str = "<reserved_0>") -> PreTrainedTokenizerFast:
    """One token a word. `reserved` is the name of the first id that base N keeps free."""
    special = [reserved if token == "<reserved_0>" else token for token in SPECIAL]
    vocabulary = {word: index for index, word in enumerate([*special, *words])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", vocabulary["<s>"])]
    )
    # Words are parted by a space again, marks are not: "queue: billing."
    tokenizer.decoder = decoders.Sequence(
        [decoders.WordPiece(prefix="##", cleanup=False), decoders.Replace(Regex(r"^ (?=[.,:?])"), "")]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        extra_special_tokens=[reserved, "<reserved_1>"],
        model_max_length=128,
        clean_up_tokenization_spaces=False,
    )


def llama(tokenizer: PreTrainedTokenizerFast, *, kv_heads: int) -> LlamaForCausalLM:
    """A fresh Llama: hidden 96, four layers, six heads of width 16."""
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=96,
            intermediate_size=192,
            num_hidden_layers=4,
            num_attention_heads=6,
            num_key_value_heads=kv_heads,
            max_position_embeddings=128,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )


def _stack(rows: list[list[int]], pad: int) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [pad] * (width - len(row)) for row in rows])


def text_rows(
    tokenizer: PreTrainedTokenizerFast, write: Callable[[random.Random], str], *, seed: int, batch: int = 32
) -> Rows:
    """Endless (ids, labels) of shape (batch, longest text), padded to the right, for language modelling."""
    rng = random.Random(seed)
    while True:
        rows = [[*tokenizer(write(rng)).input_ids, tokenizer.eos_token_id] for _ in range(batch)]
        yield {"input_ids": _stack(rows, tokenizer.pad_token_id), "labels": _stack(rows, IGNORED)}


def routing_rows(
    tokenizer: PreTrainedTokenizerFast, tickets: Sequence[Ticket], *, seed: int, batch: int = 32
) -> Rows:
    """Endless (ids, labels) of tickets with their answers; only the answer counts in the loss."""
    rng = random.Random(seed)
    while True:
        rows, labels = [], []
        for ticket in rng.sample(tickets, batch):
            prompt = tokenizer(ticket.prompt).input_ids
            answer = tokenizer(ticket.answer, add_special_tokens=False).input_ids
            rows.append([*prompt, *answer, tokenizer.eos_token_id])
            labels.append([IGNORED] * len(prompt) + rows[-1][len(prompt) :])
        yield {"input_ids": _stack(rows, tokenizer.pad_token_id), "labels": _stack(labels, IGNORED)}


def train(model: torch.nn.Module, rows: Rows, *, steps: int, peak: float) -> float:
    """AdamW with a cosine from `peak` to zero over what requires a gradient; returns the last loss."""
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=peak, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    model.train()
    loss = torch.zeros(())
    for _ in range(steps):
        loss = model(**next(rows)).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
    model.eval()
    return float(loss.detach())


def add_router(base: LlamaForCausalLM, name: str) -> PeftModel:
    """Wrap `base` with the untrained rank-8 LoRA; `name` is recorded as its base."""
    config = LoraConfig(
        r=8,
        lora_alpha=16,
        lora_dropout=0.0,
        target_modules=list(TARGETS),
        task_type="CAUSAL_LM",
    )
    base.name_or_path = name
    return get_peft_model(base, config)


def answers(
    model: torch.nn.Module, tokenizer: PreTrainedTokenizerFast, prompts: Sequence[str], *, tokens: int
) -> list[str]:
    """Greedy continuations. Prompts of one length share a batch, so that none is padded."""
    encoded = [tokenizer(prompt).input_ids for prompt in prompts]
    found = [""] * len(prompts)
    for length in sorted({len(ids) for ids in encoded}):
        places = [place for place, ids in enumerate(encoded) if len(ids) == length]
        ids = torch.tensor([encoded[place] for place in places])
        with torch.inference_mode():
            output = model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=tokens, do_sample=False
            )
        texts = tokenizer.batch_decode(output[:, length:], skip_special_tokens=True)
        for place, text in zip(places, texts, strict=True):
            found[place] = text.strip()
    return found

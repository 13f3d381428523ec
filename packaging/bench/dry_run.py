"""A later dry run of a process, beside PEFT's own meta model and injection (CPU time)."""

from __future__ import annotations

import gc
import time
import warnings

from setting import Setting
from timing import ratio


def measure(setting: Setting) -> None:
    import torch
    import transformers
    from peft import LoraConfig, get_peft_model

    from inspector import pipeline
    from inspector.worker.dry_run import dry_run

    warnings.simplefilter("ignore")  # those of the packages, on every model that they make
    torch.set_num_threads(1)
    opened, chosen = pipeline.open_adapter(setting.adapter), pipeline.open_base(setting.base)
    settings = {
        key: value for key, value in chosen.config.items() if key not in ("architectures", "model_type")
    }

    def ours() -> float:
        gc.collect()  # the other side's models are not to be cleared away on this side's time
        start = time.process_time()
        dry_run(opened, chosen)
        return time.process_time() - start

    def theirs() -> float:
        gc.collect()  # the other side's models are not to be cleared away on this side's time
        start = time.process_time()
        with torch.device("meta"):
            model = transformers.LlamaForCausalLM(transformers.LlamaConfig(**settings))
            targets = opened.config["target_modules"]
            get_peft_model(model, LoraConfig(r=16, task_type="CAUSAL_LM", target_modules=targets))
        return time.process_time() - start

    ours(), theirs()
    ratio("warm dry run, 8B : get_peft_model on the meta device", ours, theirs)

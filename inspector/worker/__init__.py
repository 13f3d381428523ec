"""The second process: the only place that imports torch, transformers and peft."""

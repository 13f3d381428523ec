"""The records that `files` hands up: what a file says, before anybody judges it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from inspector.files.tensor_info import TensorInfo as TensorInfo


class FileNote(NamedTuple):
    """Something worth a finding that did not stop the reading: a container rule's id and its facts.

    `rule` is an ADP0xx id, `message` one sentence, `hint` what to do, `file` the file's name.
    """

    rule: str
    message: str
    hint: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """An adapter folder: its configuration and its tensors' names, shapes and dtypes.

    `format` is `peft` (the only layout the loaders read), or a foreign one by name: `mlx`, `kohya`,
    `diffusers`, `comfy`, `loralib`, `unknown`. `container` is `safetensors` or `torch-zip`
    (`adapter_model.bin`).
    """

    path: Path
    config: Mapping[str, Any]
    tensors: Mapping[str, TensorInfo]
    format: str = "peft"
    container: str = "safetensors"
    weights_file: Path | None = None
    weights_bytes: int = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[FileNote, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def peft_type(self) -> str | None:
        value = self.config.get("peft_type")
        return value if isinstance(value, str) else None

    @property
    def task_type(self) -> str | None:
        value = self.config.get("task_type")
        return value if isinstance(value, str) else None

    @property
    def rank(self) -> int | None:
        value = self.config.get("r")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def base_name(self) -> str | None:
        """`base_model_name_or_path` as recorded by the trainer."""
        value = self.config.get("base_model_name_or_path")
        return value if isinstance(value, str) and value else None

    @property
    def base_revision(self) -> str | None:
        value = self.config.get("revision")
        return value if isinstance(value, str) and value else None

    @property
    def is_where_peft_looks(self) -> bool:
        """Whether PEFT finds configuration and weights here; what it makes of the keys is another matter.

        A foreign layout under PEFT's own file names is opened, and may place nothing (peft 0.21.2
        `load_peft_weights`: adapter_model.safetensors, else adapter_model.bin).
        """
        names = ("adapter_model.safetensors", "adapter_model.bin")
        return bool(self.config) and (self.weights_file is None or self.weights_file.name in names)

    @property
    def parameters(self) -> int:
        # Asked for on the UI thread: this way a hundred thousand tensors take 15 ms, by property 50.
        return sum(math.prod(tensor.shape) for tensor in self.tensors.values())


class RemoteFile(NamedTuple):
    """A file as the Hub lists it: `size` in bytes, and its SHA-256 (hex) where Git LFS keeps it."""

    name: str
    size: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A base model as files: `config.json` and the weight headers, in checkpoint names.

    `kind` is `folder`, `file` (one .safetensors), `gguf` (with the configuration and names that
    transformers gives it), `config` (a bare config.json) or `hub` (a snapshot in the local Hub cache, or
    the headers of a repository whose weights were not downloaded).
    `path` is the folder, or the file for `file`, `gguf` and `config`. Weights that are on the Hub and not
    here are in `remote_weights`; `weight_files` is empty then.
    """

    source: str
    path: Path
    kind: str
    config: Mapping[str, Any]
    tensors: Mapping[str, TensorInfo]
    weight_files: tuple[Path, ...] = ()
    revision: str | None = None
    notes: tuple[FileNote, ...] = ()
    remote_weights: tuple[RemoteFile, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name if self.kind == "folder" else short_name(self.source)

    @property
    def folder(self) -> Path:
        return self.path if self.path.is_dir() else self.path.parent

    @property
    def model_type(self) -> str | None:
        value = self.config.get("model_type")
        return value if isinstance(value, str) else None

    @property
    def architecture(self) -> str | None:
        value = self.config.get("architectures")
        if isinstance(value, list) and value and isinstance(value[0], str):
            return value[0]
        return None

    @property
    def quantization(self) -> str | None:
        """The quantisation method that config.json declares (`bitsandbytes`, `gptq`, `awq`, `fp8`, …)."""
        settings = self.config.get("quantization_config")
        if not isinstance(settings, dict):
            return None
        method = settings.get("quant_method")
        return method if isinstance(method, str) else "unnamed"


def short_name(source: str) -> str:
    """The last part of a path or of `org/name[@revision]`; of a commit the first seven letters."""
    name = source.rstrip("/").rsplit("/", 1)[-1]
    start, at, revision = name.rpartition("@")
    is_commit = at and len(revision) == 40 and set(revision) <= set("0123456789abcdef")
    return f"{start}@{revision[:7]}" if is_commit else name

"""Typed reading of a method's own fields: a value of another type leaves the answer to the real loader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector.compat.inspection import LoadError
from inspector.compat.lora_config import Raises, Uncertain


class Options:
    """The fields of one `adapter_config.json`, with the defaults of the method's configuration class."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self._config = config

    def whole(self, name: str, default: int) -> int:
        """A whole number; booleans are not."""
        value = self._config.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Uncertain(f"{name} in adapter_config.json is not a whole number.")
        return value

    def optional_whole(self, name: str) -> int | None:
        return None if self._config.get(name) is None else self.whole(name, 0)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self._config.get(name, default)
        if not isinstance(value, bool):
            raise Uncertain(f"{name} in adapter_config.json is neither true nor false.")
        return value

    def word(self, name: str, default: str) -> str:
        value = self._config.get(name, default)
        if not isinstance(value, str):
            raise Uncertain(f"{name} in adapter_config.json is not a word.")
        return value

    @property
    def names(self) -> frozenset[str]:
        """The fields that the file has."""
        return frozenset(self._config)

    def raw(self, name: str, default: object = None) -> Any:
        return self._config.get(name, default)

    def numbers_by_pattern(self, name: str) -> Mapping[str, int]:
        """A mapping from module pattern to whole number, as `rank_pattern` is one."""
        value = self._config.get(name, {})
        if not isinstance(value, dict) or not all(
            isinstance(number, int) and not isinstance(number, bool) for number in value.values()
        ):
            raise Uncertain(f"{name} in adapter_config.json does not map patterns to whole numbers.")
        return value


def refuse(text: str, error: str = "ValueError") -> Raises:
    """What to raise where peft is certain to raise `error` with this text."""
    return Raises(LoadError(error, text))


def positive_rank(rank: int) -> int:
    """The rank, if peft takes it (the same sentence in nearly every `update_layer`)."""
    if rank <= 0:
        raise refuse(f"`r` should be a positive integer value but the value passed is {rank}")
    return rank

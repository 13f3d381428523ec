"""Matching adapters to bases: pure functions on records, no I/O, no torch, no Qt."""

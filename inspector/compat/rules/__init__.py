"""Findings with stable ids: one function a rule, a file a group."""

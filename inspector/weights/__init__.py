"""Values of tensors, streamed from disk; never a dense product."""

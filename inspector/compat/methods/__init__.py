"""What each PEFT method creates in a base: one file a family, all found through `registry`."""

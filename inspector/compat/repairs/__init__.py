"""Renames, found and checked: what would have to be called otherwise for every tensor to land."""

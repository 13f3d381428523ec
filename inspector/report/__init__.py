"""Inspections as JSON, text and PDF."""

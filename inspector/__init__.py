"""Adapter Inspector: does this adapter fit this base, and does it act?"""

__version__ = "0.1.0"

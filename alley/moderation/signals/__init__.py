"""Signals: each a small pure function from a text and its context to what it found there."""

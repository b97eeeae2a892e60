"""The demonstration: people, our own stories about real market days, and a lively thread.

Safe to run again: what stands already is left as it is.
"""

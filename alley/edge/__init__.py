"""HTTP in front of Django: page cache, compression, conditional requests, limits, live streams.

Knows no domain. What is public, how Django is asked and where events come from is handed in.
"""

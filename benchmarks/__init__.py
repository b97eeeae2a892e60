"""One script a figure. `make bench` runs all; each also runs alone: python -m benchmarks.NAME."""

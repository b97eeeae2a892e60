"""Every benchmark, one after another; a table, and JSON in benchmarks/results/."""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.figures import save, show

PARTS = {"all", "figures", "served", "__init__"}
NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in PARTS)

for name in NAMES:
    print(f"\n== {name}", flush=True)
    figures = import_module(f"benchmarks.{name}").measure()
    show(figures)
    save(name, figures)
print(f"\nmake bench: {len(NAMES)} benchmarks, JSON in benchmarks/results/")

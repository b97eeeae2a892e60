from tests.cast import ada, bo, cy, ed, mia, mo

__all__ = ["ada", "bo", "cy", "ed", "mia", "mo"]

"""Django's SQLite, whose writers take turns: threads of a process as they came, then processes."""

"""Other people's files: rows in, what they mean or why they are refused out. No database."""

"""The pages of watchlists and portfolios."""

"""The fixed parts of the Commission's templates: Annex I of Implementing Regulation (EU) 2024/2835
as its English CSV files have it. docs/operator/transparency.md says where it was taken from."""

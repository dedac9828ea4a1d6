"""The mirror of history: the tables of versions as Parquet, and the rest of them beside it."""

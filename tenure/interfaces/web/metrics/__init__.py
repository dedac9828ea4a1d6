"""The pages of numbers: the catalogue, a page for each metric, and the records behind it."""

"""Backups: one file with all rows in a form that belongs to no database, all files, and their check sums."""

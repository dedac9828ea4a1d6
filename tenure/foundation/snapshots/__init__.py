"""What was worked out from the database, kept for as long as nothing in it changes."""

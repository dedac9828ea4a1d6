"""What is kept in columns: usage events, by month."""

"""What ships filled in: files in plain words, read and checked here, written into a company as records of its own."""

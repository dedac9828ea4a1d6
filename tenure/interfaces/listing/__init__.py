"""Lists of records of one kind, the same for pages, programs and the command line."""

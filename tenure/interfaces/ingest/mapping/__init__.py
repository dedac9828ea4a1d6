"""What a source's tables become: a YAML file that a person can read, checked against the kinds and the tables."""

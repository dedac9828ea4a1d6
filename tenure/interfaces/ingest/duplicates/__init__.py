"""Records of different sources that may be one customer or one person: proposed, and decided by a person."""

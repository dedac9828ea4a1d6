"""How every change leaves a version: the tables, the triggers on both databases, and the context they read."""

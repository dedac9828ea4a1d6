"""A room whose jobs only exist in tests."""

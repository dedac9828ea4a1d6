"""What the command `tenure import` asks, decides and tells."""

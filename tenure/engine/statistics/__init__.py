"""Statistics that numbers are made with: pure functions of plain values."""

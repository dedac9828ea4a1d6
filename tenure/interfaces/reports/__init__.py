"""Numbers set out to be read: dashboards, what is said of a number, and the board pack."""

"""The board pack: a dashboard as slides with charts that can be edited, and on paper."""

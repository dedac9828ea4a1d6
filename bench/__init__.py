"""The speed that Tenure promises, measured as ratios within one run, so that the machine matters little."""

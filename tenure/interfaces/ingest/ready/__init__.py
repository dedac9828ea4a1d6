"""Mappings that come with the product, one file for each system that companies come from."""

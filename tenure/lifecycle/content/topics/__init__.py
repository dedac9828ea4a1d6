"""One file per topic of content: what its YAML may say, and what becomes of it. Found by scanning."""

"""Running the product: web, worker and scheduler as supervised processes."""

"""Where questions are put: DuckDB over the lake of this home, with the company's zone, money and kinds of records."""

"""What is odd about the records: rule by rule, record by record, with the numbers that it touches and the fix."""

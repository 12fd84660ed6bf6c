"""`python -m bench`: what the hot paths cost, beside bare views measured in the same minutes."""

"""The composition of the product: settings, URLs, and what all apps stand on."""

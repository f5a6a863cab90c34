"""Who stands where on an ask: stated first, inferred apart, with power and interest."""

"""Makes fictional trusts of any size: the committed sample is one of them."""

"""Programs for those who work on the product; serving needs none of them."""

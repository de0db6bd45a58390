"""Records held together: the dataset, its integrity checks, its citations."""

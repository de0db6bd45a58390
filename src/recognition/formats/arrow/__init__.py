"""Records as Arrow tables, and Parquet files of them."""

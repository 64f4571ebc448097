"""Tables in files: CSV in any dialect, Parquet, Arrow, JSON lines and Excel, read as the text of their cells.

From bottom to top: `cells` says what a cell holds, `dialect` how a CSV file is written, `rows` reads one
with Python's `csv`, `database` reads it with DuckDB, `text` unpacks and decodes a file, `workbook` reads
Excel, and `read` chooses among them. A `Table` does not know where it comes from.
"""

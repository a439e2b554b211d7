"""What is measured, in SQL: what SQLite and PostgreSQL have in common."""

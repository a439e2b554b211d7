"""What an author needs: check, explain, schema, dev."""

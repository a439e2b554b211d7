"""What a visitor lets us keep: profiles, and what is learnt from them."""

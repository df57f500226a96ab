"""What people are told, how it reaches them, and how they want to be told."""

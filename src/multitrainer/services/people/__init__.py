"""Accounts, keys and sign-ins; trainers, and what is stated of them."""

"""A problem in numbers: who may teach what, and what meets, as bits."""

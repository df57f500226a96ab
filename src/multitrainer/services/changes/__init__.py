"""What every change brings with it: noted, told to whom it concerns, and what follows from it looked at again."""

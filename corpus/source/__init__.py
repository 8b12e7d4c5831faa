"""What the sample reports are made of."""

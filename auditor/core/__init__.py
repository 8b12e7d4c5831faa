"""Floor 0: the types that everything speaks; standard library only."""

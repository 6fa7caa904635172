"""The parts of compose/prove.py: the stack, its clients, the table of results."""

"""How well a network reads digits, and what its answers depend on.

Start with accuracy.py, then scores.py, which `python -m lenet.scoreboard` prints.
"""

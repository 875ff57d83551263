"""Teaching a network one's own hand: the correction of an answer, and the examples.

Start with wiring.py and handlers.py. The training is in lenet/training/teach.py.
"""

"""Teaching a network one's own hand: the correction of an answer, and the examples.

Start with parts.py, which lays the parts out and wires them, and handlers.py. The
training itself is in lenet/training/teach.py.
"""

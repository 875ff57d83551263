"""A picture of handwriting -> the network's input, step by step.

Start with preprocess.py, whose `prepare` and `find_ink` call the other modules in order:
decode, grayscale, ink_polarity, shadow_removal, connected_components, crop_and_center.
"""

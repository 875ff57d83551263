"""Bring a picture of handwriting to the form of the network's input, step by step.

Start with preprocess.py. It uses, in this order: decode, grayscale, ink_polarity,
shadow_removal, connected_components, component_selection, crop_and_center and
normalization. Unusual pictures also need patches, ink_repair and orientation.
"""

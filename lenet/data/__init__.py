"""Images for training and testing: MNIST, its splits, augmentation and synthetic images.

Start with mnist.py, then splits.py; synthetic_pool.py shows what is added to each batch.
"""

"""LeNet-5 on handwritten digits: the network, its training, and the way to it.

Read it in this order: model (the network), preprocess (a picture's way to it), predict
(the answer), data and splits (MNIST), train (how the weights are found).

    >>> from lenet.predict import single_predict
    >>> single_predict("photo.jpg").digit

The page is in lenet.app, which nothing here imports.
"""

__all__ = ["checkpoint", "data", "model", "plots", "predict", "preprocess", "train"]

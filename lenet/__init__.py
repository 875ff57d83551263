"""LeNet-5 for handwritten digits: the network, its training, and reading of photos.

Read model.py first, then imaging (picture to input), reading (page to number), data
(MNIST and synthetic digits), training and evaluation. The web page is in app, which
nothing else imports.

    >>> from lenet.predict import single_predict
    >>> single_predict("photo.jpg").digit
"""

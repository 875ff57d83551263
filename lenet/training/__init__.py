"""Training: settings and presets, the training loop and what each step consists of.

Start with presets.py and config.py, then loop.py.
"""

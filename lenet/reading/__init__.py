"""Read the digits on a picture, in rows and in reading order.

Start with page.py, whose `read_digits` calls the other modules in order: glyphs, rows,
touching_digits, classify. picture.py also reads a picture as one single digit.
"""

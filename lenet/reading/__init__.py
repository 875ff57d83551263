"""A picture of a page -> the digits on it, in rows.

Start with page.py, whose `read_digits` calls the other modules in order: glyphs, rows,
touching_digits, classify. picture.py also reads a picture as one single digit.
"""

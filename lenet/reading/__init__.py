"""Read the digits on a picture, in rows and in reading order.

Start with page.py, whose `read_page` finds pieces (glyphs), joins and cuts them (joining,
touching_digits), classifies them and puts them into rows with signs (rows, signs).
search.py chooses among the ways of hypotheses.py to find the ink.
"""

"""The Recognize tab: a drawing or a photo, its answer, and panels that inspect it.

Start with tab.py, which lays the tab out and wires its events, and handlers.py; each
other module is one part of the page, with the script of the same name beside it.
"""

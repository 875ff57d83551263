"""How the page is served: to whom, with which limits, and until when.

Start with server.py; request_filter.py and uploads.py deal with what visitors send.
"""

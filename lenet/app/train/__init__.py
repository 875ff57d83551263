"""The Train tab: settings, a queue of runs, and a run shown while it learns.

Start with tab.py (layout), handlers.py and run.py (the thread that trains).
"""

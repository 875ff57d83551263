"""The Test tab: random digits, the confusion matrix and the scoreboard.

Start with tab.py (layout) and handlers.py; results.py gives the facts that the scripts
beside it show.
"""

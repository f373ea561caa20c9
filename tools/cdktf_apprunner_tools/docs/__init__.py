"""Makers of the generated pages under ``docs``; ``make docs`` writes them.

Each module is one page, and its ``document`` returns the whole page. They run in the project's folder.
"""

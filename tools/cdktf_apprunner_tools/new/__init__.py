"""``cdktf-apprunner new`` and ``upgrade``: a project from the template of this version.

The files in ``template`` are Jinja templates with ``<< >>`` and ``<% %>``, because workflows use braces.
This repository's own files of the same names are rendered from them too.
"""

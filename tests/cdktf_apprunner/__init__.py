"""Tests of the library, in the library's folders."""

"""Tests of the pages: their snippets work, and their generated parts are fresh."""

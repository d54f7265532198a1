"""Docs v1: documents as people and programs edit them."""

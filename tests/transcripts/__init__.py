"""Walks through the whole bot, written down."""

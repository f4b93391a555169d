"""A bot that answers questions about the Shanghai Cooperation Organization and cites its sources."""

__version__ = "0.1.0"

"""Tests of the Telegram room, over HTTP against a strict fake of the Bot API."""

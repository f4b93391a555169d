"""Tests of the answers, one file for each subject."""

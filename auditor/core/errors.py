"""Errors that a user can act on. Each message names the file and says what to do."""

from __future__ import annotations


class AuditorError(Exception):
    """Base of everything that the tool raises on purpose."""


class ReadError(AuditorError):
    """An input that could not be read.

    ``reason`` is a stable short code (``empty``, ``not_docx``, ``damaged``, ``too_large``,
    ``no_permission``, ``unsupported``, ``encoding``), ``message`` the sentence for the user.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class UsageError(AuditorError):
    """A wrong call: an unknown check, an unreadable configuration."""


class RunError(AuditorError):
    """A run that can't go on where it stands: the disk is full, a drive is gone, a file is held."""


class NotAllowedError(AuditorError):
    """An act that the person's rank, or the state of a finding, doesn't allow."""

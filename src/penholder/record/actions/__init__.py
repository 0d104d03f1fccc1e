"""The only door into the log: append an entry, seal what has been appended, and set right what a fault left behind."""

from penholder.record.actions.appending import append
from penholder.record.actions.keys import announce_key, retire_key
from penholder.record.actions.recovering import Standing, recover
from penholder.record.actions.sealing import NotSealed, seal, sign_anew

__all__ = ["NotSealed", "Standing", "announce_key", "append", "recover", "retire_key", "seal", "sign_anew"]

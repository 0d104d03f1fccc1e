"""A witness: a small program a partner runs, that remembers how large a log was and signs only what continues it.

It needs no Django and nothing of the site; it speaks the public protocol (C2SP tlog-witness), so it can watch any log.
"""

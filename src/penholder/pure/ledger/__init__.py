"""The record's arithmetic: canonical bytes, Merkle trees, signed notes, receipts and commitments.

Everything here is the public C2SP format (signed-note, tlog-checkpoint, tlog-tiles, tlog-proof@v1), so a member who
doubts the host can check a receipt with this, or with anybody else's client. ``docs/record-format.md`` has every byte.
"""

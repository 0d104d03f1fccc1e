"""Values in, values out: no Django, clock, network, disk or settings.

A member who doubts the host can check a receipt, compare two versions or count a vote again with nothing but this.
"""

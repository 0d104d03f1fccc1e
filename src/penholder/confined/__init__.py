"""Reading a stranger's file in a process of its own, which may use so much time and memory and no more."""

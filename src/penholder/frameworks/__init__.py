"""Takes in frameworks from files. Keeps drafts, which change by warrant, and versions. Hands on trees and changes.

A draft changes by named operations only, each with the record entry that allowed it; a version never changes.
"""

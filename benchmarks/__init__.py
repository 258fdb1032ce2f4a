"""Ratios measured in one run: peers take turns, so that a slow moment of the machine hits all of them."""

"""Pandera models of the frames that cross a layer."""

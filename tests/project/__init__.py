"""The project itself: its dependencies, and the order that its tests stand in."""

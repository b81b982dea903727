"""The frames that people read, made from decisions and events: one module per frame or family of frames."""

"""Files that nobody made on purpose: mutations of good ones, each of which must get an answer."""

"""The analysts' side: questions asked of the published copy, and many who read it while runs go on."""

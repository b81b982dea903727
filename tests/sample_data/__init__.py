"""The sample workbooks are what they promise to be."""

"""How a file is read, column by column; what is doubtful about it; and the settings that say it once and for all.

map            shows a file, with answers to what was doubtful, and saves them
doubts         what a person is asked
source_lines   the lines of `[sources.NAME.columns]`
"""

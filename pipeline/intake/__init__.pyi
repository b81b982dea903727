from .cache.entries import keep as keep
from .cache.entries import recall as recall
from .cache.entries import tidy as tidy
from .cache.parsed_files import key_of as key_of
from .maps.file_map import map_columns as map_columns
from .read import read_files as read_files
from .read import read_plan as read_plan
from .sources import source_of as source_of

"""
Makes Neutron's tables in a database: `neutronTables.py FILE DATABASE`, the first its configuration. Its migrations don't run
on SQLite.
"""

import sys

from neutron.db.migration import cli
from neutron.db.migration.models import head
from sqlalchemy import create_engine

file, database = sys.argv[1:]
head.get_metadata().create_all(create_engine(database))
sys.argv = ["neutron-db-manage", "--config-file", file, "stamp", "heads"]
cli.main()

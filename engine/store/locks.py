"""The advisory locks that the engine takes: any numbers, but in one database no two for different things.

The registers, a context of their own in the same database, take 7461628 for their migrations.
"""

MIGRATION = 7_461_627  # one process brings the tables up to date
CLOCK = 7_461_629  # one process keeps house for the city
DEPLOYMENT = 7_461_630  # deployments go one by one
ONCE = 7_461_631  # with the hash of a process and a business key: who begins the one instance

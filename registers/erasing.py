"""What the registers forget of an erased person: what comparisons and doubts say, and the register of persons.

That something was asked, and by whom somebody was looked up, stays under the blind index: it names nobody. Records that
departments share come with every delivery and are theirs to end.
"""

from registers.comparisons import Connection
from registers.identity import BUCKETS, bucket_of

COMPARISONS = """
update comparison set detail = null, evidence = null, evidence_ref = null, sealed = null, fault = null,
       finding_reason = null
 where person = %(person)s and district = any(%(districts)s)
   and num_nonnulls(detail, evidence, evidence_ref, sealed, fault, finding_reason) > 0
"""
DOUBTS = """
update doubt set detail = '', evidence = '[]', reason = null
 where bucket = %(bucket)s and person = %(person)s and detail <> ''
"""
AREAS = "delete from person_area where bucket = %(bucket)s and person = %(person)s"
PERSON = "delete from person where bucket = %(bucket)s and person = %(person)s"
LEAVE = "delete from household_member where bucket = any(%(buckets)s) and person = %(person)s returning bucket, number"
HEADLESS = "update household set head = '' where bucket = %s and number = %s and head = %s"
EMPTY = """
delete from household h where h.bucket = %(at)s and h.number = %(number)s and not exists (
       select from household_member m where m.bucket = h.bucket and m.number = h.number)
"""


def erase(connection: Connection, person: str, districts: list[int]) -> int:
    """`person`: blind index. Gives how many rows said something; again, none."""
    if ":" in person:  # a case that stands for a person whose number is not known: the registers know none such
        return 0
    about = {
        "person": person,
        "districts": districts,
        "bucket": bucket_of(person),
        "buckets": list(range(BUCKETS)),
    }
    with connection.transaction():
        touched = sum(connection.execute(one, about).rowcount for one in (COMPARISONS, DOUBTS, AREAS, PERSON))
        homes = connection.execute(LEAVE, about).fetchall()
        for bucket, number in homes:
            connection.execute(HEADLESS, (bucket, number, person))
            connection.execute(EMPTY, {"at": bucket, "number": number})
    return touched + len(homes)

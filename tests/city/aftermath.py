"""What must hold after every story, however it ended."""

from engine.store.rebuild import compare
from engine.store.verify import verify
from tests.city.city import City
from workers import figures


def check(city: City) -> None:
    """Projections rebuilt from the journal equal the live ones, the journal holds, no open task is nobody's."""
    with city.engine.store.writing() as connection:
        differences = [str(difference) for difference in compare(connection)]
        breaches = [str(breach) for breach in verify(connection, {})]
    assert differences == [], "Expected the rows to be as the journal tells"
    assert breaches == [], "Expected the journal to hold"
    assert city.seen.ownerless() == [], "Expected every open task to be somebody's"
    counted = city.seen.counted()
    figures.retell(city.engine, city.now)
    assert city.seen.counted() == counted, "Expected the rows of the figures to be as the journal tells"

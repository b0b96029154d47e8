"""The people of the grid: its officers, the street that whistles, the departments that report in, the leader."""

from __future__ import annotations

from tests.city.matters import Matter
from tests.city.people import Person
from tests.city.places import cell_of
from tests.city.words import CODES


class GridOfficer(Person):
    def reports(self, what: str, cell: str, level: str = "Ⅱ") -> Matter:
        return self.applies("whistle", matter=what, level=level, cell=cell_of(cell), place="路口东侧")

    def verifies(self, ticket: Matter, well: bool = True, note: str = "") -> None:
        self.does(ticket, "现场核查", verified=well, verify_note=note)


class Street(Person):
    """The command centre of a street and its leader, in one person's hands."""

    def whistles(self, ticket: Matter, for_: list[str], level: str = "Ⅱ", report_in_within: str | None = None) -> None:
        """The first of the departments leads."""
        lead, *assisting = [CODES[word] for word in for_]
        values = {"level": level, "way": "whistle", "lead": lead, "departments": assisting}
        if report_in_within:
            values["report_in_within"] = report_in_within
        self.does(ticket, "立案定级", **values)
        self.does(ticket, "批准吹哨", whistle_approved=True)


class Department(Person):
    def takes(self, ticket: Matter) -> None:
        self.does(ticket, "签收", responder="值班组")

    def reports_in(self, ticket: Matter) -> None:
        """Takes the ticket where that is not done yet, and is on the spot."""
        if "签收" in self.sees():
            self.takes(ticket)
        self.does(ticket, "到场报到", arrived_by="扫码")

    def handles(self, ticket: Matter, result: str = "done", note: str = "阀门已更换，路面已恢复，现场清理完毕") -> None:
        self.does(ticket, "处置并反馈", result=result, result_note=note)

    def does_it_all(self, ticket: Matter) -> None:
        self.reports_in(ticket)
        self.handles(ticket)


class Leader(Person):
    @property
    def supervises(self) -> list[Matter]:
        """The matters of which a supervision lies on the leader's desk."""
        offered = {row["instance"] for row in self.city.seen.worklist(self.actor)}
        about = {row["about"] for row in self.city.seen.active() if row["id"] in offered and row["about"]}
        return [Matter(self.city, id) for id in sorted(about)]

    def supervision(self, ticket: Matter) -> Matter:
        """The supervision of this matter, the first if there are several."""
        return Matter(self.city, self.city.seen.about(ticket.id)[0])

"""What the workers count and measure, for Prometheus. Seconds throughout."""

from prometheus_client import Counter, Gauge, Histogram

WAITS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600)
LENGTHS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30)

COMMANDS = Counter("tongban_worker_commands", "Commands of the workers, by what came of them", ["kind", "result"])
LATENESS = Histogram("tongban_worker_lateness_seconds", "How much later than due it was done", ["kind"], buckets=WAITS)
STEPS = Histogram("tongban_worker_step_seconds", "One claimed batch, from claim to commit", ["kind"], buckets=LENGTHS)
FAULTS = Counter("tongban_worker_faults", "Steps that ended in an exception", ["kind"])
JOBS = Histogram("tongban_worker_job_seconds", "One run of a job's handler", ["handler"], buckets=LENGTHS)
JOB_RESULTS = Counter("tongban_worker_jobs", "Runs of handlers, by what came of them", ["handler", "result"])
BEHIND = Gauge("tongban_projector_behind", "Journal rows that are not folded yet", ["projector"])
REDATED = Counter("tongban_redated", "Limits and timers with other dates under another calendar", ["kind"])
CALENDAR_DAYS = Gauge("tongban_calendar_days", "Days from today to the last day of the calendar")
DEPARTMENTS = Histogram("tongban_department_seconds", "All tries of one question", ["department"], buckets=LENGTHS)
ASKED = Counter("tongban_department_questions", "Questions, by what came of them", ["department", "check", "fate"])
CIRCUIT = Gauge("tongban_department_circuit_open", "1 while a department is not asked, in this process", ["department"])

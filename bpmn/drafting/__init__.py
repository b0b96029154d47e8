"""First drafts of processes: steps and flows in, a BPMN file with its drawing out. The file is the truth afterwards."""

from bpmn.drafting.draft import Draft, Flow, Lane, Step, chain
from bpmn.drafting.file import written

__all__ = ["Draft", "Flow", "Lane", "Step", "chain", "written"]

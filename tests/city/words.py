"""The words of the stories, and what stands for them in the files: departments by code, milestones in plain English."""

DEPARTMENTS = {
    "SH": "water",
    "GD": "power",
    "RQ": "gas",
    "FC": "housing",
    "CG": "enforcement",
    "MZ": "civil affairs",
    "ZR": "land",
    "GA": "police",
    "GJ": "provident fund",
    "JJ": "traffic police",
    "window": "window",
    "grid": "grid",
}
CODES = {word: code for code, word in DEPARTMENTS.items()}

# Milestones whose department is told with them.
OF_DEPARTMENTS = ("reported_in", "handled")
MILESTONES = {
    "accepted": "accepted",
    "not_accepted": "not accepted",
    "supplement_requested": "supplement requested",
    "withdrawn": "withdrawn",
    "comparison_late": "comparison late",
    "visited": "visited",
    "appraised": "appraised",
    "calculated": "calculated",
    "noticed": "public notice over",
    "objected": "objected",
    "granted": "granted",
    "refused": "refused",
    "queued": "left the queue",
    "delivered": "delivered",
    "joint_review": "joint review over",
    "reported": "reported",
    "not_filed": "not filed",
    "whistled": "whistled",
    "reported_in": "reported in",
    "handled": "handled",
    "reworked": "sent back",
    "raised": "raised",
    "carried": "carried",
    "cleared": "cleared",
    "closed": "closed",
    "supervision_opened": "supervision opened",
    "supervision_closed": "supervision closed",
}

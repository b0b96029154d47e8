"""The report on files of models: which are found, what is told of each, and the forms in which it is given."""

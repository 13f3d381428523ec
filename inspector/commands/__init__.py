"""What each command of the terminal does: a few lines each over the pipeline and the reports."""

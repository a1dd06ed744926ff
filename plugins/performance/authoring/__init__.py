"""Write packages for those who keep them: a new one from answers, rows from a spreadsheet."""

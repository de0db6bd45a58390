"""Records as rows of tables, and the files of text that hold them: the CSV package and the sheet of acts."""

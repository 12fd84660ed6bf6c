"""How a question looks and is answered: templates, and the rules shared by types of one look."""

"""Django's own formats, where its pages (the admin) must write dates as ours do."""

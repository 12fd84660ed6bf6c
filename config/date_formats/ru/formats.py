"""How Django itself writes dates in Russian: the rules of config/formats.py."""

DATE_FORMAT = "j E Y\u00a0г."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y\u00a0г., H:i"
YEAR_MONTH_FORMAT = "F Y\u00a0г."
MONTH_DAY_FORMAT = "j E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"

"""Units after numbers, in their usual spellings."""

from __future__ import annotations

_SPELLINGS: dict[str, str] = {
    "millisecond": "ms milliseconds millisecond msec millisekunde millisekunden",
    "second": "s sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondi secondo seconden",
    "minute": "min mins minute minutes minuten minuto minutos minuti minuut",
    "hour": "h hr hrs hour hours stunde stunden heure heures hora horas ora ore uur",
    "day": "day days tag tage tagen jour jours dia dias giorno giorni dag dagen",
    "week": "week weeks woche wochen semaine semaines semana semanas settimana settimane weken",
    "month": "month months monat monate monaten mois mes meses mese mesi maand maanden",
    "year": "year years jahr jahre jahren an ans annee annees ano anos anno anni jaar",
    "percent": "% percent percentage prozent pourcent porcento percento procent",
    "dollar": "$ dollar dollars buck bucks usd dolar dolares dollari",
    "euro": "€ euro euros eur",
    "pound sterling": "£ quid gbp",
    "yen": "¥ yen jpy",
    "cent": "cent cents",
    "byte": "byte bytes",
    "kilobyte": "kb kilobyte kilobytes kib",
    "megabyte": "mb meg megs megabyte megabytes mib",
    "gigabyte": "gb gig gigs gigabyte gigabytes gib",
    "terabyte": "tb terabyte terabytes tib",
    "pixel": "px pixel pixels",
    "millimetre": "mm millimeter millimeters millimetre millimetres",
    "centimetre": "cm centimeter centimeters centimetre centimetres zentimeter",
    "metre": "meter meters metre metres",
    "kilometre": "km kilometer kilometers kilometre kilometres",
    "inch": "inch inches zoll",
    "foot": "ft foot feet",
    "mile": "mile miles",
    "gram": "g gram grams gramm",
    "kilogram": "kg kilo kilos kilogram kilograms kilogramm",
    "litre": "l liter liters litre litres",
    "millilitre": "ml milliliter millilitres",
    "milligram": "mg milligram milligrams milligramm",
    "tonne": "tonne tonnes tonnen",
    "ounce": "oz ounce ounces",
    "microlitre": "µl ul microliter microliters microlitre microlitres mikroliter",
    "micrometre": "µm micron microns micrometer micrometers micrometre micrometres mikrometer",
    "nanometre": "nm nanometer nanometers nanometre nanometres",
    "degree": "° degree degrees grad",
    "volt": "v volt volts",
    "millivolt": "mv millivolt millivolts",
    "kilovolt": "kv kilovolt kilovolts",
    "ampere": "amp amps ampere amperes",
    "milliampere": "ma milliamp milliamps milliampere milliamperes",
    "ohm": "ω ohm ohms",
    "kilohm": "kω kilohm kilohms kiloohm kiloohms",
    "watt": "w watt watts",
    "kilowatt": "kw kilowatt kilowatts",
    "kilowatt hour": "kwh",
    "joule": "joule joules",
    "kilojoule": "kj kilojoule kilojoules",
    "calorie": "kcal calories calorie kalorien",
    "decibel": "db decibel decibels dezibel",
    "pascal": "pascal pascals",
    "kilopascal": "kpa kilopascal kilopascals",
    "hertz": "hz hertz",
    "kilohertz": "khz kilohertz",
    "megahertz": "mhz megahertz",
    "gigahertz": "ghz gigahertz",
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_LETTERS = frozenset(["s", "h", "g", "l", "v", "w", "an", "ma"])
"""These are units only right after their number, without a space. Otherwise they are other words."""


def unit_of(word: str, *, glued: bool = False) -> str | None:
    """The unit that a folded word or symbol means, or None."""
    if word in _LETTERS and not glued:
        return None
    return _UNITS.get(word)

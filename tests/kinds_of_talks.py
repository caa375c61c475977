"""Talks that show how to do something and talks that don't, by their language."""

from __future__ import annotations

HOW_TO = {
    "en": """Ann: Today I show you how to set up the router. First you open the settings page in your browser.
Ann: Then you click on Network, and you choose Wireless. Type the name of your network into the field.
Ann: Next, enter the password in the second field. Tick the box that says hide the network.
Ann: Now you click Save, and you wait until the light is green. Then you press the button at the back.
Ann: Finally, open the page again and select Status. Click on Clients, and copy the address of the printer.
""",
    "de": """Anna: Heute zeige ich euch, wie man den Router einrichtet. Zuerst öffnen Sie die Einstellungen im Browser.
Anna: Dann klicken Sie auf Netzwerk und wählen Sie WLAN. Geben Sie den Namen des Netzwerks in das Feld ein.
Anna: Danach geben Sie das Passwort in das zweite Feld ein. Setzen Sie den Haken bei Netzwerk verbergen.
Anna: Jetzt klicken Sie auf Speichern und warten Sie, bis die Lampe grün ist. Drücken Sie dann den Knopf hinten.
Anna: Öffnen Sie zum Schluss die Seite noch einmal und wählen Sie Status. Klicken Sie auf Geräte.
""",
}
MEETING = {
    "en": """Ben: So the quarter went better than we thought, mostly because of the two large orders in May.
Cleo: I was surprised about that too. Do we know why the second customer came back to us after all?
Ben: They were unhappy with the delays at the other company, and the price was never the problem there.
Cleo: That makes sense. I talked to their buyer last week, and she sounded quite relieved about it.
Ben: The budget for travel is another matter, it is nearly used up, and there are four months left.
Cleo: We could meet them online instead. Most of them got used to it, and nobody really complains.
""",
    "de": """Ben: Das Quartal lief besser als gedacht, vor allem wegen der beiden großen Aufträge im Mai.
Clara: Das hat mich auch überrascht. Wissen wir, warum der zweite Kunde doch zurückgekommen ist?
Ben: Die waren unzufrieden mit den Verspätungen bei der anderen Firma, der Preis war nie das Problem.
Clara: Das leuchtet mir ein. Ich habe letzte Woche mit der Einkäuferin gesprochen, sie klang erleichtert.
Ben: Das Reisebudget ist eine andere Sache, es ist fast aufgebraucht, und vier Monate liegen noch vor uns.
Clara: Wir könnten uns online treffen. Die meisten haben sich daran gewöhnt, und niemand beschwert sich.
""",
}


def mixed(language: str) -> str:
    """A meeting in which somebody shows something."""
    return MEETING[language] * 9 + HOW_TO[language] + MEETING[language] * 9


def timed(text: str) -> str:
    """The same talk as a recording's transcript, with a time for each line."""
    lines = text.splitlines()
    clock = [f"{n * 9 // 3600:02}:{n * 9 // 60 % 60:02}:{n * 9 % 60:02}" for n in range(len(lines))]
    return "".join(f"[{time}] {line}\n" for time, line in zip(clock, lines, strict=True))

"""Files that people and programs write, which hold nothing that was said aloud, and speech written down as prose."""

from __future__ import annotations

# ruff: noqa: E501

TYPED = {
    "zoom chat.txt": """09:02:11 From Dana Fox to Everyone:
	hi all, can you hear me?
09:02:40 From Ann Lee to Everyone:
	yes, loud and clear 👍
09:05:03 From Dana Fox to Everyone:
	https://example.com/agenda
09:17:55 From Omar Reed to Dana Fox (direct message):
	should we move on?
""",
    "zoom chat2.txt": """00:03:12	Dana Fox:	hi all, can you hear me?
00:03:40	Ann Lee:	yes, loud and clear
00:05:03	Dana Fox:	here's the agenda: https://example.com/agenda
00:17:55	Omar Reed:	Reacted to "here's the agenda" with 👍
""",
    "zoom chat old.txt": """19:01:22	 From  Dana Fox : Good evening everyone
19:01:40	 From  Omar Reed : hello from Osaka
19:03:05	 From  Ann Lee  to  Dana Fox(Privately) : I can't see the slides
19:03:31	 From  Dana Fox : I'll share again
""",
    "slack export.json": """[{"type":"message","user":"U012AB3CD","text":"hey, is the deploy done?","ts":"1714633320.000100"},{"type":"message","user":"U045EF6GH","text":"almost, waiting for CI","ts":"1714633380.000200"},{"type":"message","user":"U012AB3CD","text":"ok, let me know when you are done","ts":"1714634100.000300"}]""",
    "discord.json": """{"guild":{"name":"dev"},"channel":{"name":"general"},"messages":[{"id":"1","type":"Default","timestamp":"2024-05-02T09:02:00+00:00","content":"hey, is the deploy done?","author":{"id":"9","name":"dana"}},{"id":"2","type":"Default","timestamp":"2024-05-02T09:03:00+00:00","content":"almost, waiting for CI","author":{"id":"8","name":"omar"}},{"id":"3","type":"Default","timestamp":"2024-05-02T09:15:00+00:00","content":"ok, let me know","author":{"id":"9","name":"dana"}}]}""",
    "telegram.json": """{"name":"Team","type":"private_group","id":77,"messages":[{"id":1,"type":"message","date":"2024-05-02T09:02:00","from":"Dana","text":"hey, is the deploy done?"},{"id":2,"type":"message","date":"2024-05-02T09:03:00","from":"Omar","text":"almost, we are waiting for CI"},{"id":3,"type":"message","date":"2024-05-02T09:15:00","from":"Dana","text":"ok, let me know"}]}""",
    "irc weechat.log.txt": """2024-05-02 09:02:00	dana	hey, is the build fixed?
2024-05-02 09:02:31	omar	almost, I'm waiting for CI
2024-05-02 09:02:50	-->	ann (~t@example.org) has joined #dev
2024-05-02 09:04:12	dana	ok, thanks
2024-05-02 09:05:01	<--	ann (~t@example.org) has quit (Ping timeout)
""",
    "irssi.txt": """--- Log opened Thu May 02 09:00:01 2024
09:02 < dana> hey, is the build fixed?
09:02 < omar> almost, I'm waiting for CI
09:03 -!- ann [~t@example.org] has joined #dev
09:04 < dana> ok, thanks
09:05 < omar> you can try it now
""",
    "irc znc.txt": """[09:02:00] <dana> hey, is the build fixed?
[09:02:31] <omar> almost, I'm waiting for CI
[09:02:50] *** Joins: ann (~t@example.org)
[09:04:12] <dana> ok, thanks
[09:05:31] <omar> you can try it now
""",
    "signal.txt": """From: Dana (+44 7700 900123)
Type: incoming
Sent: Thu, 02 May 2024 09:02:00 +0100
Received: Thu, 02 May 2024 09:02:01 +0100

Are we still on for lunch?

From: You
Type: outgoing
Sent: Thu, 02 May 2024 09:03:00 +0100

Yes, see you at one.
""",
    "thumbs.vtt": """WEBVTT

00:00:00.000 --> 00:00:10.000
sprite-0.jpg#xywh=0,0,160,90

00:00:10.000 --> 00:00:20.000
sprite-0.jpg#xywh=160,0,160,90

00:00:20.000 --> 00:00:30.000
sprite-0.jpg#xywh=320,0,160,90

00:00:30.000 --> 00:00:40.000
sprite-0.jpg#xywh=480,0,160,90

00:00:40.000 --> 00:00:50.000
sprite-0.jpg#xywh=640,0,160,90

00:00:50.000 --> 00:01:00.000
sprite-0.jpg#xywh=0,90,160,90

00:01:00.000 --> 00:01:10.000
sprite-0.jpg#xywh=160,90,160,90

00:01:10.000 --> 00:01:20.000
sprite-0.jpg#xywh=320,90,160,90

00:01:20.000 --> 00:01:30.000
sprite-0.jpg#xywh=480,90,160,90

00:01:30.000 --> 00:01:40.000
sprite-0.jpg#xywh=640,90,160,90

00:01:40.000 --> 00:01:50.000
sprite-0.jpg#xywh=0,180,160,90

00:01:50.000 --> 00:02:00.000
sprite-0.jpg#xywh=160,180,160,90

00:02:00.000 --> 00:02:10.000
sprite-0.jpg#xywh=320,180,160,90

00:02:10.000 --> 00:02:20.000
sprite-0.jpg#xywh=480,180,160,90

00:02:20.000 --> 00:02:30.000
sprite-0.jpg#xywh=640,180,160,90

00:02:30.000 --> 00:02:40.000
sprite-0.jpg#xywh=0,270,160,90

00:02:40.000 --> 00:02:50.000
sprite-0.jpg#xywh=160,270,160,90

00:02:50.000 --> 00:03:00.000
sprite-0.jpg#xywh=320,270,160,90

00:03:00.000 --> 00:03:10.000
sprite-0.jpg#xywh=480,270,160,90

00:03:10.000 --> 00:03:20.000
sprite-0.jpg#xywh=640,270,160,90

00:03:20.000 --> 00:03:30.000
sprite-0.jpg#xywh=0,360,160,90

00:03:30.000 --> 00:03:40.000
sprite-0.jpg#xywh=160,360,160,90

00:03:40.000 --> 00:03:50.000
sprite-0.jpg#xywh=320,360,160,90

00:03:50.000 --> 00:04:00.000
sprite-0.jpg#xywh=480,360,160,90

00:04:00.000 --> 00:04:10.000
sprite-0.jpg#xywh=640,360,160,90

00:04:10.000 --> 00:04:20.000
sprite-1.jpg#xywh=0,0,160,90

00:04:20.000 --> 00:04:30.000
sprite-1.jpg#xywh=160,0,160,90

00:04:30.000 --> 00:04:40.000
sprite-1.jpg#xywh=320,0,160,90

00:04:40.000 --> 00:04:50.000
sprite-1.jpg#xywh=480,0,160,90

00:04:50.000 --> 00:05:00.000
sprite-1.jpg#xywh=640,0,160,90

00:05:00.000 --> 00:05:10.000
sprite-1.jpg#xywh=0,90,160,90

00:05:10.000 --> 00:05:20.000
sprite-1.jpg#xywh=160,90,160,90

00:05:20.000 --> 00:05:30.000
sprite-1.jpg#xywh=320,90,160,90

00:05:30.000 --> 00:05:40.000
sprite-1.jpg#xywh=480,90,160,90

00:05:40.000 --> 00:05:50.000
sprite-1.jpg#xywh=640,90,160,90

00:05:50.000 --> 00:06:00.000
sprite-1.jpg#xywh=0,180,160,90

00:06:00.000 --> 00:06:10.000
sprite-1.jpg#xywh=160,180,160,90

00:06:10.000 --> 00:06:20.000
sprite-1.jpg#xywh=320,180,160,90

00:06:20.000 --> 00:06:30.000
sprite-1.jpg#xywh=480,180,160,90

00:06:30.000 --> 00:06:40.000
sprite-1.jpg#xywh=640,180,160,90""",
    "thumbs2.vtt": """WEBVTT

00:00:00.000 --> 00:00:01.000
https://cdn.example.com/t/0000.webp

00:00:01.000 --> 00:00:02.000
https://cdn.example.com/t/0001.webp

00:00:02.000 --> 00:00:03.000
https://cdn.example.com/t/0002.webp

00:00:03.000 --> 00:00:04.000
https://cdn.example.com/t/0003.webp

00:00:04.000 --> 00:00:05.000
https://cdn.example.com/t/0004.webp

00:00:05.000 --> 00:00:06.000
https://cdn.example.com/t/0005.webp

00:00:06.000 --> 00:00:07.000
https://cdn.example.com/t/0006.webp

00:00:07.000 --> 00:00:08.000
https://cdn.example.com/t/0007.webp

00:00:08.000 --> 00:00:09.000
https://cdn.example.com/t/0008.webp

00:00:09.000 --> 00:00:10.000
https://cdn.example.com/t/0009.webp

00:00:10.000 --> 00:00:11.000
https://cdn.example.com/t/0010.webp

00:00:11.000 --> 00:00:12.000
https://cdn.example.com/t/0011.webp

00:00:12.000 --> 00:00:13.000
https://cdn.example.com/t/0012.webp

00:00:13.000 --> 00:00:14.000
https://cdn.example.com/t/0013.webp

00:00:14.000 --> 00:00:15.000
https://cdn.example.com/t/0014.webp

00:00:15.000 --> 00:00:16.000
https://cdn.example.com/t/0015.webp

00:00:16.000 --> 00:00:17.000
https://cdn.example.com/t/0016.webp

00:00:17.000 --> 00:00:18.000
https://cdn.example.com/t/0017.webp

00:00:18.000 --> 00:00:19.000
https://cdn.example.com/t/0018.webp

00:00:19.000 --> 00:00:20.000
https://cdn.example.com/t/0019.webp

00:00:20.000 --> 00:00:21.000
https://cdn.example.com/t/0020.webp

00:00:21.000 --> 00:00:22.000
https://cdn.example.com/t/0021.webp

00:00:22.000 --> 00:00:23.000
https://cdn.example.com/t/0022.webp

00:00:23.000 --> 00:00:24.000
https://cdn.example.com/t/0023.webp

00:00:24.000 --> 00:00:25.000
https://cdn.example.com/t/0024.webp

00:00:25.000 --> 00:00:26.000
https://cdn.example.com/t/0025.webp

00:00:26.000 --> 00:00:27.000
https://cdn.example.com/t/0026.webp

00:00:27.000 --> 00:00:28.000
https://cdn.example.com/t/0027.webp

00:00:28.000 --> 00:00:29.000
https://cdn.example.com/t/0028.webp

00:00:29.000 --> 00:00:30.000
https://cdn.example.com/t/0029.webp

00:00:30.000 --> 00:00:31.000
https://cdn.example.com/t/0030.webp

00:00:31.000 --> 00:00:32.000
https://cdn.example.com/t/0031.webp

00:00:32.000 --> 00:00:33.000
https://cdn.example.com/t/0032.webp

00:00:33.000 --> 00:00:34.000
https://cdn.example.com/t/0033.webp

00:00:34.000 --> 00:00:35.000
https://cdn.example.com/t/0034.webp

00:00:35.000 --> 00:00:36.000
https://cdn.example.com/t/0035.webp

00:00:36.000 --> 00:00:37.000
https://cdn.example.com/t/0036.webp

00:00:37.000 --> 00:00:38.000
https://cdn.example.com/t/0037.webp

00:00:38.000 --> 00:00:39.000
https://cdn.example.com/t/0038.webp

00:00:39.000 --> 00:00:40.000
https://cdn.example.com/t/0039.webp""",
    "chapters.vtt": """WEBVTT

00:00:00.000 --> 00:01:30.000
Introduction

00:01:30.000 --> 00:08:12.000
Installing the client

00:08:12.000 --> 00:15:40.000
First login

00:15:40.000 --> 00:22:00.000
Questions
""",
    "chapters.txt": """0:00 Intro
1:32 Why we need this
5:10 Installing the client
9:45 First login
15:20 Common errors
21:07 Questions
""",
    "youtube description.txt": """In this video I show how to set up the client on Windows and Mac.

Chapters:
00:00 Intro
01:32 Installing the client
05:10 First login
09:45 Common errors

Subscribe: https://example.com/sub
Music: "Sunrise" by Example Band
#setup #windows
""",
    "ogm chapters.txt": """CHAPTER01=00:00:00.000
CHAPTER01NAME=Intro
CHAPTER02=00:01:32.000
CHAPTER02NAME=Installing the client
CHAPTER03=00:05:10.000
CHAPTER03NAME=First login
""",
    "ffmetadata.txt": """;FFMETADATA1
title=Setup
[CHAPTER]
TIMEBASE=1/1000
START=0
END=92000
title=Intro
[CHAPTER]
TIMEBASE=1/1000
START=92000
END=310000
title=Installing the client
""",
    "calendar.ics": """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@example.com
DTSTART:20240502T090000Z
DTEND:20240502T093000Z
SUMMARY:Weekly sync
DESCRIPTION:We talk about the release. Bring your questions.
END:VEVENT
BEGIN:VEVENT
UID:2@example.com
DTSTART:20240503T090000Z
SUMMARY:1:1 Dana / Omar
END:VEVENT
END:VCALENDAR
""",
    "calendar week.txt": """Monday 6 May
09:00 - 09:30 Weekly sync (Dana, Omar, Ann)
10:00 - 11:00 Interview: backend engineer
13:00 - 13:30 1:1 Dana / Omar

Tuesday 7 May
09:00 - 10:00 Roadmap review
11:15 - 11:45 Dentist
15:00 - 16:30 Workshop: onboarding
""",
    "conference schedule.csv": """Time,Speaker,Title
09:00,Dana Fox,Opening: why we build tools
09:45,Omar Reed,Testing in production without fear
10:30,Ann Lee,What I learned from ten years of outages
11:15,Ben Moss,Maps for everyone
""",
    "CHANGES.txt": """Release 3.2.1 (2024-05-02)
--------------------------
* Fixed a crash when you open an empty project.
* The sidebar now remembers its width.
* Removed the old importer.

Release 3.2.0 (2024-04-11)
--------------------------
* New: dark theme.
* New: you can drag files into the list.
* Fixed: the menu didn't close.
""",
    "debian changelog.txt": """hello (2.10-3) unstable; urgency=medium

  * Fix the build with newer compilers.
  * Update the standards version.

 -- Dana Fox <dana@example.com>  Thu, 02 May 2024 09:02:00 +0000

hello (2.10-2) unstable; urgency=low

  * Initial release.

 -- Omar Reed <ken@example.com>  Mon, 01 Apr 2024 10:00:00 +0000
""",
    "jest.txt": """PASS  src/login.test.ts
  login
    ✓ shows the form (23 ms)
    ✓ rejects an empty password (5 ms)
FAIL  src/report.test.ts
  report
    ✓ lists the folders (8 ms)
    ✕ saves a report (41 ms)

  ● report › saves a report

    expect(received).toBe(expected)

Tests:       1 failed, 3 passed, 4 total
Time:        2.314 s
""",
    "go test.txt": """=== RUN   TestOpen
--- PASS: TestOpen (0.01s)
=== RUN   TestSave
    save_test.go:21: got 3, want 4
--- FAIL: TestSave (0.02s)
FAIL
FAIL	example.com/report	0.034s
""",
    "gh actions.txt": """2024-05-02T09:02:00.1234567Z ##[group]Run actions/checkout@v4
2024-05-02T09:02:01.1234567Z with:
2024-05-02T09:02:02.1234567Z   repository: example/report
2024-05-02T09:02:03.1234567Z ##[endgroup]
2024-05-02T09:02:04.1234567Z Syncing repository: example/report
2024-05-02T09:02:05.1234567Z Getting Git version info
2024-05-02T09:02:06.1234567Z Deleting the contents of '/__w/project'
2024-05-02T09:02:07.1234567Z Initializing the repository
2024-05-02T09:02:08.1234567Z Fetching the repository
2024-05-02T09:02:09.1234567Z Setting up auth""",
    "main.py.txt": """import sys


def main() -> int:
    \"\"\"Open the report and print it.\"\"\"
    for name in sys.argv[1:]:
        with open(name) as f:
            print(f.read())
    return 0


if __name__ == "__main__":
    sys.exit(main())
""",
    "App.jsx.txt": """export default function App() {
  const [open, setOpen] = useState(false);
  return (
    <main>
      <button onClick={() => setOpen(!open)}>Open the report</button>
      {open && <Report name="Monthly" />}
    </main>
  );
}
""",
    "sales.csv": """Date,Region,Product,Units,Revenue
2024-05-01,North,Desk lamp,12,234.00
2024-05-01,South,Desk lamp,8,156.00
2024-05-02,North,Office chair, black,3,58.50
2024-05-02,West,Monitor arm,15,292.50
2024-05-03,South,Desk lamp,9,175.50""",
    "orders.csv": """id,created_at,customer,comment
1,2024-05-02 09:02:00,Dana Fox,please leave the parcel with the neighbour if I am not at home
2,2024-05-02 09:10:31,Omar Reed,can you wrap it as a gift? thank you very much
3,2024-05-02 10:44:00,Ann Lee,call me before you come because the bell is broken
4,2024-05-03 08:12:00,Dana Fox,same address as last time
""",
    "support tickets.csv": """Ticket,Opened,Agent,Message
881,09:02,Omar,The customer can't log in since the update. I asked for a screenshot.
882,09:30,Ana,Printer shows error 49 and they have restarted it twice already.
883,11:15,Omar,They want to know how to export the report to Excel.
884,13:40,Ana,Called back and explained how to reset the password.
""",
    "timesheet.tsv": """Start	End	Who	Notes
09:00	10:30	Dana	fixed the login form and wrote tests for it
10:30	12:00	Dana	reviewed the importer with Omar
13:00	17:00	Omar	wrote the migration and ran it on staging
""",
    "survey.csv": """Respondent,Question,Answer
R1,What do you like?,I like that I can drag files into the list.
R2,What do you like?,It's fast and I don't have to think.
R1,What would you change?,The menu is too long for me.
R2,What would you change?,I'd like a dark theme.
""",
    "workout.txt": """0:00 Warm-up jog
5:00 10 push-ups
6:30 20 squats
8:00 Plank
9:00 Rest
10:00 Repeat twice
""",
    "git blame.txt": """a1b2c3d1 (Dana Fox 2024-05-02 09:01:00 +0100 1) def open(name):
a1b2c3d2 (Dana Fox 2024-05-02 09:02:00 +0100 2)     return load(name)
a1b2c3d3 (Dana Fox 2024-05-02 09:03:00 +0100 3)
a1b2c3d4 (Dana Fox 2024-05-02 09:04:00 +0100 4) def save(report):
a1b2c3d5 (Dana Fox 2024-05-02 09:05:00 +0100 5)     store(report)""",
    "mail thread.txt": """From: Dana Fox
Sent: Thursday, May 2, 2024 9:02 AM
To: Omar Reed
Subject: RE: Report template

Hi Omar,

I've put the new template into the folder. Can you have a look when you are back?

Thanks,
Dana

From: Omar Reed
Sent: Wednesday, May 1, 2024 4:10 PM
To: Dana Fox
Subject: Report template

Hi Dana, where do I find the template?
""",
    "release matrix.md": """| Version | Date | Who | Notes |
|---|---|---|---|
| 3.2.1 | 2024-05-02 | Dana | Fixed a crash when you open an empty project |
| 3.2.0 | 2024-04-11 | Omar | New dark theme and you can drag files |
| 3.1.9 | 2024-03-20 | Dana | Fixed the menu that did not close |
""",
    "interview questions.txt": """Interview guide

1. Can you tell me about your role?
2. How do you create a report today?
3. What takes the most time?
4. If you could change one thing, what would it be?
5. Is there anything you'd like to add?
""",
    "status.md": """# Weekly status

**Dana:** finished the importer, started on the export.
**Omar:** on holiday until Thursday.
**Ann:** fixed 3 bugs, reviewing the export.

## Blockers

- We need access to the test server.
""",
    "screenplay.txt": """INT. KITCHEN - DAY

DANA stands at the window. OMAR enters.

OMAR
Did you open it?

DANA
(quietly)
Not yet.

OMAR
Then I'll do it.

DANA
Please don't.

FADE OUT.
""",
    "faq.md": """# FAQ

**Q: How do I reset my password?**

A: Click *Forgot password* on the login page.

**Q: Can I use it offline?**

A: Yes, open the settings and turn on offline mode.

**Q: Who can see my reports?**

A: Only you.
""",
}
"""By the names of files that they could be in."""

SPOKEN = {
    "short.txt": """Okay, so to reset your password you open the settings, then you go to security and click on reset. You'll get an email, and in there you click the link. That's it.""",
    "monologue.txt": """Hi everyone, in this video I'm going to show you how to set up the new printer. First thing you want to do is unpack it and take off all the tape. Then plug it in and press the power button. It takes about a minute to start. Now on your laptop, open settings, go to printers, and hit add. You should see it in the list. If you don't, just wait a bit and hit refresh. Select it, and click done. And now let's print a test page. There you go. Thanks for watching, see you next time.""",
    "no punctuation.txt": """so today we're going to look at how you can export the report so you go up here to the menu and you click on file and then export and it asks you for a format and I usually pick pdf because that's what my boss wants and then you just give it a name and hit save and yeah that's basically it if it doesn't work you can try to reload the page""",
    "wrapped.txt": """okay so welcome back everybody
today we're going to talk about
how you create a new branch
so the first thing you do is
you open the terminal and you type
git checkout minus b and then
the name of your branch
and now you're on it
you can check that with git status
and it tells you which branch you're on
so that's pretty easy right""",
    "whisper lines.txt": """Welcome to the course.
In this lesson we'll look at the oven.
You turn this knob to the right until you hear a click.
Then you wait until the light goes off.
That takes about ten minutes.
Now you can put in your bread.
Don't open the door for the first five minutes.
And when it's done, you'll hear a beep.
""",
    "de.txt": """So, hallo zusammen, heute zeige ich euch, wie ihr im Portal einen Urlaub beantragt. Ihr geht zuerst oben rechts auf euer Profil und klickt dann auf Abwesenheiten. Da seht ihr schon die Liste. Jetzt klickt ihr auf Neu, wählt das Datum aus, und dann noch die Art, also Urlaub. Ja, und dann müsst ihr nur noch auf Absenden klicken. Euer Chef bekommt dann eine Mail. Das war's eigentlich schon.""",
    "de short.txt": """Also, du machst erst das Fenster auf, dann klickst du hier oben auf Datei und gehst auf Exportieren. Dann wählst du PDF aus und sagst Speichern, und fertig ist das.""",
    "fr.txt": """Bonjour à tous, aujourd'hui je vais vous montrer comment créer un rapport. D'abord vous ouvrez le menu, vous cliquez sur nouveau rapport, et là vous choisissez le modèle. Ensuite vous donnez un nom, vous sélectionnez le dossier, et vous cliquez sur enregistrer. Voilà, c'est tout. Si ça ne marche pas, rechargez la page.""",
    "es.txt": """Hola a todos, hoy les voy a enseñar cómo crear un informe. Primero abrimos la página de configuración y hacemos clic en nuevo informe. Luego escribimos el nombre y elegimos la carpeta. Y por último le damos a guardar. Si el botón está gris, recargamos la página y lo intentamos otra vez.""",
    "it.txt": """Ciao a tutti, oggi vi faccio vedere come si crea un report. Allora, prima apriamo le impostazioni e clicchiamo su nuovo report. Poi scriviamo il nome e scegliamo la cartella. Alla fine clicchiamo su salva. Ecco, abbiamo finito.""",
    "pt.txt": """Oi pessoal, hoje eu vou mostrar como criar um relatório. Primeiro a gente abre a página de configurações e clica em novo relatório. Depois digita o nome e escolhe a pasta. Aí é só clicar em salvar. Se o botão estiver cinza, recarrega a página.""",
    "nl.txt": """Hallo allemaal, vandaag laat ik jullie zien hoe je een rapport maakt. Eerst ga je naar instellingen en dan klik je op nieuw rapport. Dan vul je de naam in en kies je een map. En dan druk je op opslaan. Als de knop grijs is, moet je de pagina even verversen.""",
    "pl.txt": """Cześć wszystkim, dzisiaj pokażę wam, jak utworzyć raport. Najpierw otwieramy ustawienia i klikamy nowy raport. Potem wpisujemy nazwę i wybieramy folder. Na końcu klikamy zapisz. Jeśli przycisk jest szary, trzeba odświeżyć stronę.""",
    "ru.txt": """Всем привет, сегодня я покажу, как создать отчёт. Сначала открываем настройки и нажимаем новый отчёт. Потом вводим название и выбираем папку. И в конце нажимаем сохранить. Если кнопка серая, обновите страницу и попробуйте ещё раз.""",
    "uk.txt": """Всім привіт, сьогодні я покажу, як створити звіт. Спочатку відкриваємо налаштування і натискаємо новий звіт. Потім вводимо назву і вибираємо папку. І наприкінці натискаємо зберегти. Якщо кнопка сіра, оновіть сторінку.""",
    "tr.txt": """Herkese merhaba, bugün size nasıl rapor oluşturulacağını göstereceğim. Önce ayarları açıyoruz ve yeni rapor düğmesine tıklıyoruz. Sonra adını yazıp klasörü seçiyoruz. En son kaydet diyoruz. Düğme gri ise sayfayı yenileyin.""",
    "ja.txt": """皆さんこんにちは。今日はレポートの作り方を説明します。まず設定を開いて、新しいレポートをクリックします。次に名前を入れて、フォルダーを選んでください。最後に保存を押します。ボタンが灰色の場合は、ページを再読み込みしてください。""",
    "zh.txt": "大家好，今天我来给大家演示怎么创建报告。首先我们打开设置页面，然后点击新建报告。接着输入名称，选择文件夹。最后点保存就可以了。如果按钮是灰色的，就刷新一下页面再试一次。",
    "ko.txt": """안녕하세요 여러분, 오늘은 보고서를 만드는 방법을 보여 드리겠습니다. 먼저 설정 페이지를 열고 새 보고서를 클릭합니다. 그다음 이름을 입력하고 폴더를 선택하세요. 마지막으로 저장을 누르면 됩니다. 버튼이 회색이면 페이지를 새로 고치세요.""",
    "ar.txt": """مرحبا بكم جميعا، اليوم سأريكم كيف ننشئ تقريرا جديدا. أولا نفتح صفحة الإعدادات ثم ننقر على تقرير جديد. بعد ذلك نكتب الاسم ونختار المجلد. وفي النهاية نضغط على حفظ. إذا كان الزر رماديا فأعد تحميل الصفحة وحاول مرة أخرى.""",
    "hi.txt": """नमस्ते दोस्तों, आज मैं आपको दिखाऊँगा कि रिपोर्ट कैसे बनाते हैं। सबसे पहले सेटिंग खोलिए और नई रिपोर्ट पर क्लिक कीजिए। फिर नाम लिखिए और फ़ोल्डर चुनिए। आख़िर में सेव दबाइए। अगर बटन ग्रे है तो पेज को फिर से लोड कीजिए।""",
    "th.txt": """สวัสดีครับ วันนี้ผมจะสอนวิธีสร้างรายงาน ก่อนอื่นให้เปิดหน้าการตั้งค่าแล้วคลิกรายงานใหม่ จากนั้นพิมพ์ชื่อแล้วเลือกโฟลเดอร์ สุดท้ายกดบันทึก ถ้าปุ่มเป็นสีเทาให้โหลดหน้าใหม่แล้วลองอีกครั้ง""",
    "vi.txt": """Chào mọi người, hôm nay mình sẽ hướng dẫn cách tạo báo cáo. Đầu tiên mình mở trang cài đặt rồi bấm vào báo cáo mới. Sau đó nhập tên và chọn thư mục. Cuối cùng bấm lưu là xong. Nếu nút bị mờ thì tải lại trang nhé.""",
    "id.txt": """Halo semuanya, hari ini saya akan tunjukkan cara membuat laporan. Pertama kita buka halaman pengaturan lalu klik laporan baru. Kemudian ketik namanya dan pilih foldernya. Terakhir tinggal klik simpan. Kalau tombolnya abu-abu, muat ulang halamannya ya.""",
    "sv.txt": """Hej allihopa, idag ska jag visa hur man skapar en rapport. Först öppnar vi inställningarna och klickar på ny rapport. Sen skriver vi in namnet och väljer mapp. Till sist klickar vi på spara. Om knappen är grå får du ladda om sidan.""",
    "long.txt": """Alright, good morning everybody. Can you all hear me? Great. So today I want to walk you through how we do the month-end closing, because a few of you are new and I got a lot of questions last time.

So the first thing we do, and I can't stress this enough, is we check that all the invoices are in. You go to the invoice list, you filter by open, and if there's anything left you call the person. Don't write them, just call them.

Once that's done, you open the journal. You'll see a button up here, it says lock period. Before you press that, make a backup. I've forgotten that once and, yeah, that wasn't a fun weekend.

Then you run the report. It takes about five minutes, so get yourself a coffee. When it's finished you'll get a message, and then you check the totals against the bank statement. If they don't match, look at the fees first. It's nearly always the fees.

And when it all matches, you press close, and you send me a quick note. That's really it. Any questions? No? Okay, then let's do one together.

Alright, good morning everybody. Can you all hear me? Great. So today I want to walk you through how we do the month-end closing, because a few of you are new and I got a lot of questions last time.

So the first thing we do, and I can't stress this enough, is we check that all the invoices are in. You go to the invoice list, you filter by open, and if there's anything left you call the person. Don't write them, just call them.

Once that's done, you open the journal. You'll see a button up here, it says lock period. Before you press that, make a backup. I've forgotten that once and, yeah, that wasn't a fun weekend.

Then you run the report. It takes about five minutes, so get yourself a coffee. When it's finished you'll get a message, and then you check the totals against the bank statement. If they don't match, look at the fees first. It's nearly always the fees.

And when it all matches, you press close, and you send me a quick note. That's really it. Any questions? No? Okay, then let's do one together.

Alright, good morning everybody. Can you all hear me? Great. So today I want to walk you through how we do the month-end closing, because a few of you are new and I got a lot of questions last time.

So the first thing we do, and I can't stress this enough, is we check that all the invoices are in. You go to the invoice list, you filter by open, and if there's anything left you call the person. Don't write them, just call them.

Once that's done, you open the journal. You'll see a button up here, it says lock period. Before you press that, make a backup. I've forgotten that once and, yeah, that wasn't a fun weekend.

Then you run the report. It takes about five minutes, so get yourself a coffee. When it's finished you'll get a message, and then you check the totals against the bank statement. If they don't match, look at the fees first. It's nearly always the fees.

And when it all matches, you press close, and you send me a quick note. That's really it. Any questions? No? Okay, then let's do one together.

Alright, good morning everybody. Can you all hear me? Great. So today I want to walk you through how we do the month-end closing, because a few of you are new and I got a lot of questions last time.

So the first thing we do, and I can't stress this enough, is we check that all the invoices are in. You go to the invoice list, you filter by open, and if there's anything left you call the person. Don't write them, just call them.

Once that's done, you open the journal. You'll see a button up here, it says lock period. Before you press that, make a backup. I've forgotten that once and, yeah, that wasn't a fun weekend.

Then you run the report. It takes about five minutes, so get yourself a coffee. When it's finished you'll get a message, and then you check the totals against the bank statement. If they don't match, look at the fees first. It's nearly always the fees.

And when it all matches, you press close, and you send me a quick note. That's really it. Any questions? No? Okay, then let's do one together.""",
    "recipe talk.txt": """So we start with the onions, and I like to chop them really fine because my kids don't like big pieces. Put some oil in the pan, not too much, and let it get hot. You can hear it, right? Now add the onions and stir. And don't walk away, they burn quickly. After about five minutes you add the garlic and the tomatoes, and then we just let it cook for twenty minutes.""",
    "name prose.txt": """Anna: So how do I start this?
Ben: You press the green button and hold it.
Anna: Okay. And now?
Ben: Now you wait until it beeps, and then you let go.
Anna: It's beeping. So I let go now?
Ben: Yes. And then you close the lid.
""",
    "interviewer.txt": """Interviewer: How do you create a report today?
Participant: So I open the portal, and then I usually copy last month's report, because it's faster.
Interviewer: And then?
Participant: Then I change the dates and I click save, and I send it to my boss.
Interviewer: What do you do if it fails?
Participant: I call Omar.
""",
    "wpm.txt": """um okay so uh this is the machine um you see this lever here you pull it down and then you you hold it for like three seconds uh and then the light goes green and then you can uh take out the part okay and then you put in the next one""",
    "phone.txt": """Right, so what you'll need to do is turn the water off first. There's a valve under the sink. Turn it clockwise until it stops. Then put a bucket under the pipe, because there's still some water in there, and unscrew the big nut by hand.""",
    "cs.txt": """Ahoj všichni, dneska vám ukážu, jak vytvořit zprávu. Nejdřív otevřeme nastavení a klikneme na novou zprávu. Pak napíšeme název a vybereme složku. Nakonec klikneme na uložit. Když je tlačítko šedé, obnovte stránku a zkuste to znovu.""",
    "hu.txt": """Sziasztok, ma megmutatom, hogyan kell jelentést készíteni. Először megnyitjuk a beállításokat, és az új jelentésre kattintunk. Aztán beírjuk a nevét, és kiválasztjuk a mappát. Végül a mentésre kattintunk. Ha a gomb szürke, frissítsd az oldalt.""",
    "ro.txt": """Salut tuturor, astăzi vă arăt cum se face un raport. Mai întâi deschidem setările și dăm clic pe raport nou. Apoi scriem numele și alegem dosarul. La final apăsăm pe salvare. Dacă butonul este gri, reîncărcați pagina.""",
    "el.txt": """Γεια σας, σήμερα θα σας δείξω πώς φτιάχνουμε μια αναφορά. Πρώτα ανοίγουμε τις ρυθμίσεις και πατάμε νέα αναφορά. Μετά γράφουμε το όνομα και διαλέγουμε φάκελο. Στο τέλος πατάμε αποθήκευση. Αν το κουμπί είναι γκρι, ανανεώστε τη σελίδα.""",
    "fi.txt": """Hei kaikki, tänään näytän, miten raportti tehdään. Ensin avaamme asetukset ja klikkaamme uusi raportti. Sitten kirjoitamme nimen ja valitsemme kansion. Lopuksi painamme tallenna. Jos painike on harmaa, lataa sivu uudelleen.""",
    "da.txt": """Hej alle sammen, i dag viser jeg, hvordan man laver en rapport. Først åbner vi indstillingerne og klikker på ny rapport. Så skriver vi navnet og vælger en mappe. Til sidst trykker vi på gem. Hvis knappen er grå, skal du genindlæse siden.""",
    "he.txt": """שלום לכולם, היום אני אראה לכם איך יוצרים דוח. קודם כל פותחים את ההגדרות ולוחצים על דוח חדש. אחר כך כותבים את השם ובוחרים תיקייה. בסוף לוחצים על שמירה. אם הכפתור אפור, טענו מחדש את הדף ונסו שוב פעם אחת.""",
    "fa.txt": """سلام به همه، امروز می‌خواهم نشان بدهم چطور گزارش بسازید. اول صفحه‌ی تنظیمات را باز می‌کنیم و روی گزارش جدید کلیک می‌کنیم. بعد نام را می‌نویسیم و پوشه را انتخاب می‌کنیم. در آخر ذخیره را می‌زنیم.""",
    "bn.txt": """সবাইকে নমস্কার, আজ আমি দেখাব কীভাবে রিপোর্ট তৈরি করতে হয়। প্রথমে সেটিংস খুলুন এবং নতুন রিপোর্টে ক্লিক করুন। তারপর নাম লিখুন আর ফোল্ডার বেছে নিন। শেষে সেভ চাপুন। বোতামটি ধূসর হলে পাতাটি আবার লোড করুন।""",
    "ta.txt": """அனைவருக்கும் வணக்கம், இன்று அறிக்கையை எப்படி உருவாக்குவது என்று காட்டுகிறேன். முதலில் அமைப்புகளைத் திறந்து புதிய அறிக்கையைக் கிளிக் செய்யுங்கள். பிறகு பெயரை எழுதி கோப்புறையைத் தேர்ந்தெடுங்கள். கடைசியில் சேமி என்பதை அழுத்துங்கள். பொத்தான் சாம்பல் நிறமாக இருந்தால் பக்கத்தை மீண்டும் ஏற்றுங்கள்.""",
    "sw.txt": """Habari zenu, leo nitawaonyesha jinsi ya kutengeneza ripoti. Kwanza tunafungua mipangilio na kubofya ripoti mpya. Kisha tunaandika jina na kuchagua folda. Mwishoni tunabofya hifadhi. Kama kitufe ni cha kijivu, pakia ukurasa upya.""",
}
"""The same talks as prose, short and long, with and without punctuation, in many languages."""

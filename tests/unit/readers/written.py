"""Texts that people and programs write but nobody says, each with the name of a file that it could be in."""

from __future__ import annotations

from tests.unit.readers.program_texts import PROGRAM_TEXTS

WRITTEN = {
    **PROGRAM_TEXTS,
    "THANKS.txt": """These people have helped us, and you can help us too:
Jane Doe <jane.doe@example.com>
Bob Bar <bob.bar@example.com>
Zoe Foo <zoe.foo@example.com>
Jo Bloggs <jo.bloggs@example.com>
You are welcome to send us what you have found.
""",
    "guide with times.md": """# Set up the page

You can follow the recording while you read this.

## Before you begin [00:05]

1. Make sure that you can log in.
2. Open the page in your browser.

## Create the report [00:41]

1. Click New, and then choose the folder that you want.
2. Enter the name. You see it at the top.

## Share it [01:30]

1. Click Share, and type the names of those who need it.
2. Press Save. You're done.
""",
    "invoice.txt": """ACME Office Supplies Ltd
12 Harbour Road, Bristol

INVOICE No. 2026-0413
Date: 13 May 2026
Due: 12 June 2026

Bill to: Fox Design, 4 Mill Lane, Bath

Description: Paper A4, 80 g  Qty: 10  Price: 4.50  Total: 45.00
Description: Toner black     Qty: 2   Price: 61.00 Total: 122.00
Description: Delivery        Qty: 1   Price: 6.90  Total: 6.90

Subtotal: 173.90
VAT 20%: 34.78
Total: 208.68

Please pay within 30 days to account 12-34-56 00012345. Thank you for your business.
""",
    "rechnung.txt": """Rechnung Nr. 2026-17
Datum: 13.05.2026
Kunde: Meier GmbH, Hauptstraße 3, 20095 Hamburg

Pos. 1: Beratung, 4 Stunden: 480,00 EUR
Pos. 2: Fahrt: 35,00 EUR
Netto: 515,00 EUR
MwSt: 97,85 EUR
Brutto: 612,85 EUR

Bitte überweisen Sie den Betrag innerhalb von 14 Tagen.
""",
    "mail.txt": """From: Dana Fox <dana@example.com>
To: Omar Reed <omar@example.com>
Cc: team@example.com
Date: Wed, 13 May 2026 14:00:12 +0200
Subject: Re: the new printer

Hi Omar,

thanks for setting this up. I'll be in the office on Friday, so we can look at it then. Could you send me the order
number before that? I think we're still waiting for the toner.

Best,
Dana
""",
    "mail thread.txt": """On Wed, 13 May 2026 at 14:00, Omar Reed <omar@example.com> wrote:
> Hi Dana,
> I'm done with the report. You can find it in the folder.
> Omar

On Wed, 13 May 2026 at 09:12, Dana Fox <dana@example.com> wrote:
> Hi Omar,
> how's the report going? I'd like to send it today.
> Dana

Great, thank you! I'll have a look and let you know.
""",
    "recipe.txt": """Grandma's pancakes

Prep time: 0:10
Cook time: 0:20
Serves: 4

Ingredients:
2 cups of flour
2 eggs
1 1/2 cups of milk

Method:
1. Mix the flour, the eggs and the milk, and let the batter rest for 10 minutes.
2. Heat a little butter in a pan and pour in some of the batter.
3. When you see bubbles, turn the pancake and fry it for another minute. You can keep them warm in the oven.

Tip: If you like them sweet, add some sugar.
""",
    "article.txt": """How we stopped worrying about meetings

When I joined the company two years ago, we had meetings for everything. I remember my first week: I sat in eleven of
them, and I can't tell you what a single one was about. You probably know the feeling.

So we tried something. We cancelled all of them for a month. If you needed something, you wrote it down, and the others
answered when they had time. It was strange at first, but we got used to it quickly.

What did we learn? We need far fewer of them than we thought. And when we do meet now, we know why.
""",
    "blog with faq.md": """# Moving to the new office

**When do we move?** On the first of June. You'll get an e-mail with the details.

**Where can I park?** There's a garage next door. You can use it with your badge.

**Who can I ask?** Just talk to Anna, she's at the front desk.
""",
    "schedule.txt": """Workshop, 13 May

09:00 Welcome and coffee
09:30 Why we are here: Dana Fox
10:15 Break
10:30 Setting up your laptop: Omar Reed
12:00 Lunch
13:00 Hands-on
15:30 Questions and good-bye
""",
    "agenda.txt": """Agenda for Wednesday

Dana: budget
Omar: the new printer
Dana: hiring
Ann: office plants
Omar: any other business
""",
    "minutes.txt": """Minutes, 13 May 2026
Present: Dana, Omar, Ann

Dana: The budget is approved. We can order the printer.
Omar: The printer will be here on Friday.
Action items:
Dana: send the order by Thursday.
Omar: clear the desk.
Ann: tell the team.
""",
    "tasks.md": """# Tasks

- [ ] Dana: order the printer
- [x] Omar: clear the desk
- [ ] Ann: tell the team that we move
- [ ] Dana: book the room
""",
    "glossary.txt": """Cue: a piece of text with a time.
Turn: what one person says before another does.
Token: a piece of a word.
Cue point: a place in a recording that you can jump to.
Lease: the right to work on a job for some time.
""",
    "faq.txt": """Q: How do I reset my password?
A: Click Forgot password on the page where you log in. You'll get an e-mail.
Q: Can I use it on my phone?
A: Yes, you can. Just open the page in your browser.
Q: Who do I ask?
A: Write to help@example.com.
""",
    "play.txt": """ACT I

Scene 1. A street.

Enter SAMPSON and GREGORY.

SAMPSON: Gregory, on my word, we'll not carry coals.
GREGORY: No, for then we should be colliers.
SAMPSON: I mean, if we be in choler, we'll draw.
GREGORY: Ay, while you live, draw your neck out of collar.
""",
    "poem.txt": """The road goes on

I walk the road that you have walked,
I hear the words that we have talked,
and so the evening comes to me,
a little light upon the sea.

You said that we would meet again,
I'm waiting for you in the rain.
""",
    "job ad.txt": """Software Engineer (m/f/d)

Who we are: we build tools that people like.
What you'll do: you work with a small team on our app, and you talk to the people who use it.
What you bring: you know Python, and you like to learn.
What we offer: thirty days of holiday, and a good coffee machine.

Interested? Send us your CV.
""",
    "terms.txt": """Terms of use

1. By using this service you agree to these terms. If you don't agree, you may not use it.
2. You are responsible for your account. You must keep your password secret.
3. We may change these terms. If we do, we will tell you.
4. The service is provided as is, without warranties of any kind.
""",
    "letter.txt": """Dear Mrs Fox,

thank you for your letter of 3 May. We are sorry to hear that you were not happy with your stay. We have spoken to
the staff, and we would like to offer you a free night when you visit us again.

Yours sincerely,
Omar Reed
""",
    "cv.txt": """Dana Fox
Address: 4 Mill Lane, Bath
Phone: 0117 1234

Experience
2019 - 2024: Designer at Acme
2015 - 2019: Junior designer at Reed & Co

Education
2012 - 2015: University of Bath

Languages: English, German
""",
    "readme.txt": """My tool
=======

Install it with `pip install my-tool`, and then run:

    my-tool --help

Usage: my-tool [OPTIONS] FILE

Options:
  -o FILE   where you want the result
  -v        say more

If you find a bug, please tell me.
""",
    "README.md": """# my-tool

A small tool that you can use to sort files.

## Install

```sh
pip install my-tool
```

## Use it

1. Open a terminal.
2. Run `my-tool .`
3. You're done.

Note: you need Python 3.11.
Tip: run it with -v first.
""",
    "lyrics with times.txt": """Verse 1
I've been waiting all night long
You know I'm never wrong
Chorus
So here we go again
You and I, we're more than friends
""",
    "exam.txt": """Question 1: What is a cue?
Answer: A piece of text with a time.
Question 2: What is a token?
Answer: A piece of a word.
Question 3: What is a lease?
Answer: The right to work on a job.
""",
    "bibliography.txt": """Knuth, D. (1968): The Art of Computer Programming. Addison-Wesley.
Kernighan, B. and Ritchie, D. (1978): The C Programming Language. Prentice Hall.
Brooks, F. (1975): The Mythical Man-Month. Addison-Wesley.
""",
    "train.txt": """Departures

08:02 London Paddington, platform 3
08:15 Bristol Temple Meads, platform 1
08:31 London Paddington, platform 3
08:47 Cardiff Central, platform 2
""",
    "results.txt": """100 m, final

1. Fox 10.02
2. Reed 10.11
3. Lee 10.15
4. Meier 10.30
Marathon
1. Lee 2:08:11
2. Fox 2:09:45
3. Reed 2:11:02
""",
}

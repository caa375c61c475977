"""Texts for programs and of programs, each with the name of a file that it could be in."""

from __future__ import annotations

PROGRAM_TEXTS = {
    "copyright.txt": """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: foo
Source: https://example.com/foo

Files: *
Copyright: 2019-2026 Jane Doe
License: MIT
 You may use it as you like, if you keep this notice in all the copies that you make of it.

Files: src/a.c
Copyright: 2021 Bob Bar
License: GPL-2
 You can copy it and change it, and then you have to give your changes to those who ask you for them.

Files: src/b.c
Copyright: 2022 Zoe Foo
License: GPL-2
 You can copy it and change it, and then you have to give your changes to those who ask you for them.
""",
    "start.txt": """#!/bin/sh
# You need this if you want the service to start when you log in.
# It is called by the system, and so you can't stop it here.
test -x /usr/bin/foo || exit 0
/usr/bin/foo --quiet
""",
    "changelog.md": """# Changelog

## [2.1.0] - 2026-05-13
### Added
- You can now export the report as PDF.
- We've added a dark theme.
### Fixed
- The app doesn't crash any more when you open it twice.

## [2.0.0] - 2026-03-02
### Changed
- Settings: you now find them in the menu.
""",
    "release notes.txt": """10:05 build started
10:06 Added: new icons
10:07 Fixed: crash when you open the page
10:09 Fixed: the menu
10:12 build finished
""",
    "deploy.txt": """#!/bin/sh
set -eu
# Deploy the site: you need to be logged in.
echo "Now we build the site"
npm ci
npm run build
echo "Now we copy it"
rsync -a dist/ web@example.com:/srv/www/
echo "Done, you can open it now"
""",
    "backup.txt": """# Back up the database
host=db1
for name in users orders; do
  pg_dump "$name" > "/backup/$name.sql"
done
find /backup -mtime +7 -delete
""",
    "nginx.txt": """server {
    listen 80;
    server_name example.com;
    location / {
        proxy_pass http://127.0.0.1:3000;
    }
}
""",
    "app.ini.txt": """[server]
host: example.com
port: 8080

[mail]
from: app@example.com
reply: no

[log]
level: info
file: /var/log/app.log
""",
    "people.txt": """name,phone,town
Dana Fox,0117 1234,Bristol
Omar Reed,0117 4321,Bath
Ann Lee,0117 9876,Wells
""",
    "timesheet.txt": """Name;Start;End;Hours
Dana;08:00;16:30;8.0
Omar;09:00;17:30;8.0
Ann;07:45;12:00;4.25
Ben;10:00;18:00;7.5
""",
    "pytest output.txt": """============================= test session starts =============================
platform linux -- Python 3.12.3, pytest-8.1
collected 3 items

tests/test_a.py::test_one PASSED                                         [ 33%]
tests/test_a.py::test_two FAILED                                         [ 66%]
tests/test_b.py::test_three PASSED                                       [100%]

=================================== FAILURES ===================================
AssertionError: expected 3, got 4
""",
    "traceback.txt": """Traceback (most recent call last):
  File "app.py", line 3, in <module>
    main()
  File "app.py", line 2, in main
    raise ValueError("you can't do that")
ValueError: you can't do that
""",
    "sql.txt": """SELECT name, count(*)
FROM orders
WHERE created > '2026-05-13 14:00'
GROUP BY name
ORDER BY 2 DESC;
""",
    "playlist.txt": """1. The road goes on - 3:45
2. Rain - 4:10
3. So here we go - 2:58
4. Sea - 5:02
""",
    "config.yaml": """services:
  web:
    image: nginx
    ports: ["80:80"]
""",
    "gettext.po": """msgid "Hello"
msgstr "Hallo"

msgid "Open the file"
msgstr "Datei öffnen"
""",
    "crontab.txt": """# m h dom mon dow command
0 3 * * * /usr/local/bin/backup
*/5 * * * * /usr/local/bin/check
30 4 * * 0 /usr/local/bin/clean
""",
    "git log.txt": """commit 1a2b3c4d5e6f7a8b9c0d
Author: Dana Fox <dana@example.com>
Date:   Wed May 13 14:00:12 2026 +0200

    Let the page open when you click it

commit 2b3c4d5e6f7a8b9c0d1a
Author: Omar Reed <omar@example.com>
Date:   Wed May 13 13:10:02 2026 +0200

    So that we see the menu
""",
    "slack export.txt": """Dana Fox  2:05 PM
Hey, are we still on for lunch?
Omar Reed  2:06 PM
Yes, I'll be there in ten minutes.
Dana Fox  2:07 PM
Great, see you.
Omar Reed  2:21 PM
I'm here.
""",
    "whatsapp.txt": """13/05/2026, 14:00 - Dana: Are we still on for lunch?
13/05/2026, 14:01 - Omar: Yes, I'll be there in ten minutes.
13/05/2026, 14:02 - Dana: Great, see you.
13/05/2026, 14:20 - Omar: I'm here.
""",
    "access.txt": "\n".join(
        f'192.168.0.{n} - - [13/May/2026:14:00:{n:02} +0200] "GET /index.html HTTP/1.1" 200 512' for n in range(40)
    ),
    "worker.txt": "\n".join(f"[14:00:{n:02}] worker-{n % 3}: took job {n}, and it is done" for n in range(50)),
    "steps.txt": "\n".join(f"14:00:{n:02} [main] Starting step {n} of 50 now" for n in range(50)),
    "irc.txt": "\n".join(f"14:0{n % 10} <{'dana' if n % 2 else 'omar'}> message number {n}" for n in range(20)),
}

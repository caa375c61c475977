"""Small transcripts from many trades: two clear instructions make a guide, and talk of any kind doesn't."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.options import GuideOptions
from pipeline.outline import OutlineEnd, Plan
from pipeline.readers import read_transcript
from pipeline.writing.extractive_writer import ExtractiveWriter

TONER = (
    "First, open the lid of the printer.\nThen pull out the old toner cartridge.\nShake the new cartridge five times.\n"
    "Push the new cartridge in until it clicks.\nClose the lid and print a test page.\n"
)
INSTRUCTIONS = {
    "five typed lines": "Open Settings.\nClick Security.\nTurn on two-step verification.\n"
    "Scan the code with your phone.\nClick Save.\n",
    "lines in quotation marks": '"Open Settings."\n"Click Security."\n"Choose App passwords."\n"Type a name for it."\n'
    '"Press Create."\n',
    "lines in curved quotation marks": "“Open Settings.”\n“Click on Security.”\n“Don’t close it.”\n“Press Create.”\n",
    "lines in single quotation marks": "'Open Settings.'\n'Click Security.'\n'Don't close it.'\n'Press Create.'\n",
    "one quotation": '"Open Settings. Click Security. Choose App passwords. Type a name for it and press Create."',
    "German, in quotation marks": "„Öffne die Einstellungen.“\n„Klicke auf Sicherheit.“\n„Wähle den Code.“\n",
    "French, in quotation marks": "« Ouvrez les paramètres. »\n« Cliquez sur Sécurité. »\n« Choisissez le code. »\n",
    "a paragraph": "Open Settings. Click Security. Choose App passwords. Type a name for it and press Create.",
    "two lines": "Unscrew the cover of the remote.\nReplace both batteries.\n",
    "subtitles": "1\n00:00:01,000 --> 00:00:04,000\nOpen the report and click Export.\n\n"
    "2\n00:00:05,000 --> 00:00:08,000\nChoose CSV and save the file to your desktop.\n",
    "captions with greetings": "WEBVTT\n\n00:01.000 --> 00:03.000\nHi everyone, welcome back.\n\n"
    "00:03.000 --> 00:07.000\nToday I'll show you how to share a calendar.\n\n"
    "00:07.000 --> 00:11.000\nSo first, click the three dots next to the calendar.\n\n"
    "00:11.000 --> 00:15.000\nThen choose Share and type the person's name.\n\n"
    "00:15.000 --> 00:17.000\nThat's it, thanks for watching.\n",
    "captions without punctuation": "WEBVTT\n\n00:01.000 --> 00:03.000\nokay so open the settings\n\n"
    "00:03.000 --> 00:06.000\nthen click on security\n\n00:06.000 --> 00:09.000\nand turn on two factor "
    "authentication\n",
    "four captions without punctuation": "1\n00:00:00,500 --> 00:00:04,000\nin this video i show you how to reset a "
    "router\n\n2\n00:00:05,000 --> 00:00:09,000\nfirst click the settings button and click on reset\n\n"
    "3\n00:00:10,000 --> 00:00:14,000\nwait two minutes until the light turns green\n\n"
    "4\n00:00:15,000 --> 00:00:18,000\nthen press save\n",
    "German captions without punctuation": "1\n00:00:00,500 --> 00:00:04,000\nin diesem video zeige ich euch wie man "
    "einen router zurücksetzt\n\n2\n00:00:05,000 --> 00:00:09,000\nklicke zuerst auf einstellungen\n\n"
    "3\n00:00:10,000 --> 00:00:14,000\nwarte zwei minuten bis das licht grün wird\n\n"
    "4\n00:00:15,000 --> 00:00:18,000\ndann drücke auf speichern\n",
    "a helpdesk call": "Support: Hold the power button for ten seconds.\nCaller: Okay, it's off now.\n"
    "Support: Now unplug the router and wait a minute.\nCaller: Done.\nSupport: Plug it back in and press the "
    "button.\n",
    "times and no speakers": "[00:01] Log in to the portal.\n[00:05] Choose Payments and enter the account number.\n"
    "[00:11] Confirm with your code.\n",
    "as people say it": "So you're gonna want to go to File, then Print. Pick the printer on the second floor, "
    "and then just hit OK.",
    "a kitchen": "Preheat the oven to 180 degrees.\nMix the flour and the eggs.\nBake it for twenty minutes.\n",
    "first aid": "Check whether the person is breathing. Call the emergency number. Put both hands on the middle "
    "of the chest and push hard and fast.",
    "a workshop": "Loosen the wheel nuts. Jack up the car. Take off the wheel and put on the spare.",
    "a coffee machine": "Fill the tank with water. Put a cup under the spout. Press the left button.",
    "a garden": "Dig a hole twice as wide as the pot. Put the plant in and fill it with soil. Water it well.",
    "sewing": "Thread the needle and tie a knot at the end. Push the needle through from below.",
    "a shell": "Clone the repository.\nRun `npm install`.\nRun `npm start`.\n",
    "a warehouse": "Scan the label on the pallet. Put the scanner back into its dock. Drive the pallet to lane four.",
    "a laboratory": "Pipette fifty microlitres into each well. Seal the plate. Spin it for one minute.",
    "plumbing": "Turn off the water at the main valve. Open the tap to drain the pipe. Unscrew the old washer.",
    "nursing": "Wash your hands and put on gloves. Clean the wound from the inside out. Cover it with a dressing.",
    "music": "Loosen the old string and pull it out. Push the new string through the hole and turn the peg.",
    "a till": "Press Refund. Scan the receipt. Count the money into the customer's hand.",
    "somebody shows it": "Now I'm going to open the terminal. I'll type git status and press Enter. Then I'll add the"
    " file and commit it.",
    "needs and musts": "You need to open the admin page first. Then you have to select the user, and you can click"
    " Reset password.",
    "recognised speech as JSON": '{"text": "", "segments": [{"start": 0, "end": 2, "text": " Open the door of the'
    ' copier."}, {"start": 2, "end": 5, "text": " Pull out the jammed paper."}, {"start": 5, "end": 8, "text": " Close'
    ' the door and press Start."}]}',
    "two people, one shows": "Ann: How do I add a column?\nBen: Right-click the header and choose Insert column.\n"
    "Ann: And the name?\nBen: Double-click the header and type the name.\n",
    "German, formal": "Öffnen Sie die Einstellungen.\nKlicken Sie auf Sicherheit.\nSchalten Sie die Bestätigung "
    "in zwei Schritten ein.\nScannen Sie den Code.\nKlicken Sie auf Speichern.\n",
    "German, informal": "Öffne die Einstellungen.\nKlick auf Sicherheit.\nScanne den Code mit dem Handy.\n",
    "German, spoken": "Zuerst öffnest du das Menü. Dann klickst du auf Profil und gibst deinen Namen ein.",
    "German, brief": "Wasser abstellen. Sieb abschrauben und reinigen. Sieb wieder einsetzen.",
    "Spanish, formal": "Abra la configuración.\nHaga clic en Seguridad.\nEscanee el código con el teléfono.\n",
    "Spanish, informal": "Abre Configuración.\nHaz clic en Seguridad.\nActiva la verificación en dos pasos.\n",
    "French": "Ouvrez les paramètres.\nCliquez sur Sécurité.\nChoisissez la validation en deux étapes.\n",
    "Italian": "Apri le impostazioni.\nClicca su Sicurezza.\nScegli la verifica in due passaggi.\n",
    "Portuguese": "Abra as configurações.\nClique em Segurança.\nDigite o código e clique em Salvar.\n",
    "Dutch": "Open de instellingen.\nKlik op Beveiliging.\nKies verificatie in twee stappen.\n",
    "Polish": "Otwórz ustawienia.\nKliknij Bezpieczeństwo.\nWpisz kod i kliknij Zapisz.\n",
    "Russian": "Откройте настройки.\nНажмите «Безопасность».\nВведите код и нажмите «Сохранить».\n",
    "Ukrainian": "Відкрийте налаштування.\nНатисніть «Безпека».\nВведіть код і натисніть «Зберегти».\n",
    "Czech": "Otevřete nastavení.\nKlikněte na Zabezpečení.\nZadejte kód a klikněte na Uložit.\n",
    "Swedish": "Öppna inställningarna.\nKlicka på Säkerhet.\nSkriv in koden och klicka på Spara.\n",
    "Turkish": "Ayarları açın.\nGüvenlik'e tıklayın.\nKodu girin ve Kaydet'e basın.\n",
    "Japanese": "設定を開いてください。\n「セキュリティ」をクリックしてください。\n「保存」を押してください。\n",
    "Chinese": "打开设置。\n点击“安全”。\n输入验证码，然后点击“保存”。\n",
    "Korean": "설정을 열어 주세요.\n보안을 클릭하세요.\n코드를 입력하고 저장을 누르세요.\n",
    "Arabic": "افتح الإعدادات.\nاضغط على الأمان.\nأدخل الرمز ثم اضغط على حفظ.\n",
    "a bicycle": "Flip the bike over. Open the brake and take out the wheel. Pull the tube out and check it for holes.",
    "a hotel's front desk": "[00:00] Put the key card on the encoder.\n[00:04] Press Check in.\n[00:07] Type the "
    "room number and hit Enter.\n",
    "a pharmacy": "Weigh two grams of the powder. Add it to the flask and stir until it dissolves.",
    "a spreadsheet": "Select the column, press Control T, and tick My table has headers.",
    "a phone": "Swipe down from the top. Tap the gear. Tap About phone and tap the build number seven times.",
    "a dog": "Hold the treat in front of its nose. Move your hand up slowly. Give it the treat when it sits.",
    "yoga": "Stand with your feet apart. Raise your arms. Bend forward and touch the floor.",
    "a painter": "Sand the wall. Wipe off the dust. Apply the primer with a roller and let it dry overnight.",
    "a numbered list": "1. Switch off the machine.\n2. Remove the guard.\n3. Replace the blade.\n4. Put the "
    "guard back on.\n",
    "a list with dashes": "- Log in to AWS\n- Go to S3\n- Create a bucket\n",
    "a trainer says you": "Trainer: So what you do is you go to Orders, and you click New.\nTrainee: "
    "Okay.\nTrainer: Then you pick the customer, and you add the items.\nTrainee: Got it.\n",
    "two brief orders": "Restart the server. Then clear the cache.",
    "small letters and no full stops": "open the settings\nclick security\nturn on two step verification\n",
    "German, separable verbs": "Schraube die Abdeckung ab und nimm die Batterie heraus. Setz die neue Batterie ein.",
    "German, you do": "Du gehst auf Start, klickst auf Einstellungen und wählst WLAN aus.",
    "German, you must": "Als erstes musst du den Drucker einschalten. Dann legst du das Papier ein und drückst auf "
    "Start.",
    "Spanish, must": "Primero debe abrir el menú. Luego seleccione Imprimir y haga clic en Aceptar.",
    "Spanish, friends": "Ve a Ajustes, elige Wi-Fi y escribe la contraseña.",
    "French, you go": "D'abord, vous allez dans le menu Fichier, puis vous cliquez sur Exporter. Enregistrez le "
    "fichier.",
    "Italian, friends": "Vai nelle impostazioni, seleziona Rete e inserisci la password. Poi premi Salva.",
    "Dutch, with prefixes": "Ga naar instellingen en klik op Netwerk. Voer het wachtwoord in en druk op Opslaan.",
    "Polish, several in one": "Przejdź do ustawień, wybierz Sieć i wpisz hasło. Kliknij Zapisz.",
    "Portuguese, several in one": "Vá em Configurações e selecione Rede. Digite a senha e clique em Salvar.",
    "Turkish, several in one": "Ayarlar'a gidin ve Ağ'ı seçin. Parolayı girin, sonra Kaydet'e tıklayın.",
    "Russian, several in one": "Перейдите в настройки и выберите сеть. Введите пароль и нажмите кнопку «Сохранить».",
}

TALK = {
    "a greeting": "Hi there. How are you? I'm fine, thanks. Nice to see you again.",
    "a chat": "Ann: How was your weekend?\nBen: Great, we went to the lake.\nAnn: Was the water warm?\nBen: Not "
    "really, but the kids loved it.\n",
    "a voicemail": "Hi Anna, this is Tom from the garage. Your car is ready. Please call me back when you get this."
    " The number is 555 0142. Bye.",
    "tasks from a meeting": "Anna will send the slides by Friday. Tom checks the budget with Lisa. We need to "
    "book the room for next week. I'll talk to the client.",
    "tasks given by name": "Tom, please send the report to Lisa by Monday. Lisa, book the room. Ben, call the printer"
    " about the flyers. See you all next week.",
    "a grocery list": "Milk.\nEggs.\nBread.\nTwo pounds of apples.\nSomething for dinner on Sunday.\n",
    "the weather": "It will be sunny in the north today, with some clouds in the afternoon. Tomorrow we expect rain.",
    "the news": "The council has approved the new bridge. Work starts in May and will take two years. The "
    "mayor called it a great day for the city.",
    "a match": "He takes the ball, he passes it to Miller, Miller shoots, and it goes just over the bar. "
    "What a chance.",
    "a joke": "A man walks into a bar. The barman says, why the long face? And the man says, I'm a horse.",
    "an interview": "Host: When did you start painting?\nGuest: I was about six. My mother gave me a box of "
    "colours, and I never stopped.\nHost: And what do you paint now?\nGuest: Mostly the sea.\n",
    "a stand-up": "Ann: Yesterday I worked on the login page. Today I'll fix the tests.\nBen: I reviewed two pull"
    " requests. I'll deploy later.\nCid: I was on holiday. I'll read my mail first.\n",
    "thanks": "I want to thank my family and everybody who made this possible. This prize means so much to me.",
    "a fairy tale": "Once upon a time there was a king who had three daughters. One day he opened the gate "
    "and went into the forest. He took his sword and cut down a tree.",
    "a complaint": "My printer doesn't work. I turned it on, I opened the tray, and nothing happened. I'm "
    "really annoyed by now.",
    "the end of a meeting": "Let's take this offline. Let's meet again on Tuesday and look at the numbers. Thanks,"
    " everybody. Have a nice day.",
    "before a meeting": "Can you hear me? Please mute your microphone. Can everybody see my screen? We'll wait "
    "for two more people.",
    "an advertisement": "Tired of slow internet? Call now and save twenty percent. Visit our website and join "
    "thousands of happy customers today.",
    "testing": "Testing, testing. One, two, three. Is this thing on? Okay, good.",
    "an order": "Waiter: What would you like?\nGuest: I'll have the soup, please. And a glass of water.\n"
    "Waiter: Anything else?\nGuest: No, thank you.\n",
    "family": "Don't forget grandma's birthday. Say hello to the kids. Take care, see you tomorrow.",
    "an opinion": "I love this phone. The camera is great, and the battery lasts for two days. You can zoom in really"
    " far. It's worth the money.",
    "a budget": "We need to talk about the budget. We have to decide by Friday. Let's look at the numbers "
    "again. I think we should wait.",
    "a lecture": "In 1789 the people of Paris took the Bastille. The king had to open the archives. It "
    "changed Europe for a hundred years.",
    "a dream": "Last night I dreamt that I was flying. I could see the whole town. Then I woke up.",
    "moving house": "We moved in last week. We still have to paint the kitchen, and we want to get a new sofa. It's a"
    " nice street.",
    "a diary": "I got up at seven. I made coffee and opened the window. Then I called my sister.",
    "appointments": "Monday, dentist at nine. Tuesday, lunch with Sarah. Wednesday, pick up the suit. Thursday, "
    "free.",
    "a doctor's visit": "Doctor: Where does it hurt?\nPatient: Here, on the left side.\nDoctor: Since when?\n"
    "Patient: Since I moved the boxes on Sunday.\n",
    "only music": "[Music]\n[Applause]\nLa la la la la, oh yeah.\n",
    "one word": "Hello.",
    "a plan": "We're going to launch in May. Marketing will write the posts, and we'll open the beta to "
    "everybody. I'm excited.",
    "German chat": "Wie war dein Wochenende? Schön, wir waren am See. Die Kinder haben den ganzen Tag gespielt.",
    "German voicemail": "Hallo Anna, hier ist Tom. Ich bin gerade im Zug. Bitte ruf mich zurück, wenn du Zeit hast."
    " Tschüss.",
    "German tasks": "Anna schickt die Folien bis Freitag. Tom klärt das mit dem Kunden. Wir müssen noch den "
    "Raum buchen.",
    "Spanish chat": "¿Qué tal el fin de semana? Muy bien, fuimos a la playa con los niños. El agua estaba fría.",
    "French voicemail": "Bonjour Anne, c'est Thomas. Je suis dans le train. Rappelle-moi quand tu peux. À bientôt.",
    "Italian chat": "Com'è andato il fine settimana? Bene, siamo andati al lago con i bambini. L'acqua era fredda.",
    "Dutch chat": "Hoe was je weekend? Leuk, we zijn naar het strand geweest. Het water was wel koud.",
    "Portuguese chat": "Como foi o fim de semana? Foi ótimo, fomos à praia com as crianças. A água estava fria.",
    "Polish chat": "Jak minął weekend? Dobrze, byliśmy nad jeziorem z dziećmi. Woda była zimna.",
    "Russian chat": "Как прошли выходные? Хорошо, мы ездили на озеро с детьми. Вода была холодная.",
    "Japanese chat": "おはようございます。週末はどうでしたか。湖に行きました。とても楽しかったです。",
    "Chinese chat": "早上好。周末过得怎么样？我们去了湖边，孩子们很开心。",
    "Finnish chat": "Miten viikonloppu meni? Hyvin, olimme järvellä lasten kanssa. Vesi oli kylmää, mutta lapset"
    " tykkäsivät siitä kovasti.",
    "a long voicemail": "Hi Sam, it's Julia from the dentist's office. I'm calling about your appointment on "
    "Thursday. Doctor Meyer is out sick, so we need to move it. Please call us back before five, or send me "
    "an email. If Friday works for you, just let me know. And bring your insurance card, please. "
    "We still need to check the number. Our number is five five five, zero one nine nine. Thanks "
    "so much, and have a great day. Bye bye.",
    "tasks at a meeting's end": "Okay, so to sum up. Tom, can you send the deck to Lisa? Lisa, please update the "
    "budget sheet and share it with everyone. Ben, book a room for Thursday. Anna, call the client and ask "
    "about the contract. I'll write the minutes and put them in the folder. Everybody, check your "
    "calendars for the offsite. Then we meet again next Monday at ten. Anything else? No? Great, "
    "thanks everyone, have a good week.",
    "announcements": "Good morning, everyone. A few announcements. The potluck is on Sunday after the service, so "
    "bring a dish. Please sign up for the bake sale in the hall. The youth group meets on "
    "Wednesday at six. Don't park on the lawn. If you'd like to help with the garden, talk to "
    "Martha. And please turn off your phones. Now let's stand and sing number forty two.",
    "an advertisement with a code": "Looking for a better mattress? Try the CloudSoft for a hundred nights. "
    "Order online today and get two free pillows. Go to cloudsoft dot com, enter the code SLEEP at checkout, and save "
    "thirty percent. CloudSoft. Sleep well. Terms apply.",
    "a podcast's end": "That's all for today. If you liked the show, please subscribe and leave us a review. Follow "
    "us on social media, and tell your friends. See you next week with a new episode. Take care of "
    "yourselves.",
    "a stand-up of two": "Mia: Yesterday I merged the search branch. Today I'm going to write the tests and open a "
    "pull request.\nNoah: I'm still on the importer. I need to fix the parser, and then I'll update the "
    "docs.\nMia: Can you review mine?\nNoah: Sure, send me the link.\n",
    "a coach": "Run! Pass it! Come on, press them! Good job, Alex. Get back, get back! Keep going, you can do "
    "it!",
    "a quarrel": "Stop it! Give me that. Get out of my room. Leave me alone.",
    "a letter": "Dear Mum, we are having a lovely time. We took the boat and visited the castle. You should "
    "see the garden. Say hi to Dad and give the cat a hug.",
    "a sermon": "Love your neighbour. Forgive those who hurt you. Open your heart and let go of the past.",
    "a train": "Ladies and gentlemen, we are now arriving at Leeds. Please mind the gap. Change here for "
    "trains to York.",
    "a sales call": "Rep: Hi, this is Mark from Acme. Do you have a minute?\nLead: Not really.\nRep: I'll keep it "
    "short. We can save you money on shipping.\nLead: Send me an email.\nRep: Sure. I'll send it "
    "today, and I'll call you next week.\n",
    "a party": "So for the party, I'll bring the drinks. You bring the music. Ask Jo to make a cake. We need "
    "to get balloons and clean up the garden.",
    "German minutes": "Tom schickt den Bericht an Lisa. Lisa bucht den Raum. Ich rufe den Kunden an und schreibe das "
    "Protokoll.",
    "Spanish voicemail": "Hola Ana, soy Luis. Llámame cuando puedas, por favor. Tenemos que hablar del viaje. Un "
    "beso.",
    "German party": "Wir müssen noch Getränke kaufen und den Garten aufräumen. Kannst du einen Kuchen backen? Ich "
    "bringe die Musik mit.",
    "a testimony": "I opened the door and saw him. He took the bag and ran to the car. Then I called the police.",
    "a status": "The server is down again. The team has restarted it twice. We will open a ticket and call the "
    "vendor.",
    "talk about a recipe": "Ann: I made your soup. It was great.\nBen: Did you add the cream?\nAnn: No, I used "
    "milk.\nBen: Nice. I always put in too much salt.\n",
    "errands": "Pay the rent. Pick up the kids at four. Call the dentist. Buy milk.",
}  # fmt: skip


def plan(text: str, *, anyway: bool = False) -> tuple[int, OutlineEnd]:
    """(the number of steps, what is known at the end of the outline)."""

    async def outline() -> tuple[int, OutlineEnd]:
        transcript = await read_transcript(text.encode(), "notes.txt")
        planned, end = [item async for item in ExtractiveWriter().outline(transcript, GuideOptions(anyway=anyway))]
        assert isinstance(planned, Plan)
        assert isinstance(end, OutlineEnd)
        return len(planned.steps), end

    return asyncio.run(outline())


@pytest.mark.parametrize("text", INSTRUCTIONS.values(), ids=INSTRUCTIONS)
def test_a_few_instructions_are_enough(text: str) -> None:
    steps, end = plan(text)

    assert end.no_procedure is None
    assert steps


@pytest.mark.parametrize("text", TALK.values(), ids=TALK)
def test_talk_makes_no_guide(text: str) -> None:
    steps, end = plan(text)

    assert steps == 0
    assert end.no_procedure


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TALK["an opinion"], "I couldn't find any instructions in it."),
        ("Thanks for your message. Click Save.", "I found only one instruction in it."),
    ],
)
def test_the_reason_counts_what_was_found(text: str, reason: str) -> None:
    _, end = plan(text)

    assert end.no_procedure
    assert end.no_procedure.startswith("This looks like a short message, not like someone showing how to do something.")
    assert end.no_procedure.endswith(reason)


def test_talk_makes_a_guide_where_it_is_asked_for() -> None:
    steps, end = plan(TALK["errands"], anyway=True)

    assert steps
    assert end.no_procedure is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (INSTRUCTIONS["five typed lines"], "Turn on two-step verification"),
        (INSTRUCTIONS["two lines"], "Unscrew the cover of the remote"),
        (INSTRUCTIONS["recognised speech as JSON"], "Pull out the jammed paper"),
        (INSTRUCTIONS["a helpdesk call"], "Unplug the router"),
        (TONER, "Pull out the old toner cartridge"),
        (INSTRUCTIONS["German, formal"], "Die Bestätigung in zwei Schritten einschalten"),
        (INSTRUCTIONS["captions with greetings"], "Share a calendar"),
        (INSTRUCTIONS["German, informal"], "Den Code mit dem Handy scannen"),
        (INSTRUCTIONS["Chinese"], "发言摘录"),
    ],
)
def test_a_guide_whose_file_has_no_title_is_named_after_its_own_subject(text: str, title: str) -> None:
    _, end = plan(text)

    assert end.title == title


def test_each_typed_line_is_an_instruction() -> None:
    """People leave out full stops and capitals, number the lines, or put dashes before them."""
    lines = ("open the settings", "click security", "turn on two step verification")
    written = ["\n".join(lines), *("\n".join(f"{mark} {line}" for line in lines) for mark in ("-", "*", "1."))]

    said = [[u.text for u in asyncio.run(read_transcript(text.encode(), "notes.txt")).utterances] for text in written]

    assert said == [list(lines)] * 4


def test_lines_of_captions_are_no_list() -> None:
    """Captions without times break where the line is full."""
    text = "okay so today we open the\nsettings of the router and\nthen we click on security\n"

    said = asyncio.run(read_transcript(text.encode(), "talk.txt")).utterances

    assert len(said) == 1

"""The names of sounds that captions write in brackets, in the languages of YouTube's captions and of meeting tools."""

from __future__ import annotations

SOUNDS: tuple[str, ...] = (
    # music
    r"(?:\w+ )?music(?: playing| continues| fades)?|musik|musique|música|musica|muziek|musiikkia|musiikki|musikk|muzik",
    "muzyka|müzik|hudba|zene|muzică|nhạc|âm nhạc|glazba|glasba|muzika|muusika|mūzika|musika|muziki|tónlist",
    "музыка|музика|μουσική|音楽|音乐|音樂|음악|موسيقى|موسیقی|מוזיקה|מוסיקה|संगीत|সঙ্গীত|সংগীত|মিউজিক|இசை|సంగీతం",
    "സംഗീതം|ಸಂಗೀತ|સંગીત|ਸੰਗੀਤ|เพลง|ดนตรี|เสียงดนตรี|ເພງ|ດົນຕີ|តន្ត្រី|ဂီတ|တေးဂီတ|ሙዚቃ|მუსიკა|երաժշտություն",
    # applause
    r"(?:\w+ )?applause|applaus|beifall|applaudissements|aplausos?|applausi|aplaudiments|txaloak|applåder|bifald|klapp",
    "klapsalver|taputuksia|suosionosoituksia|aplauz|oklaski|brawa|alkış(?:lar)?|taps|potlesk|aplauze|vỗ tay",
    "tiếng vỗ tay|tepuk tangan|tepukan|pljesak|aplavz|aplausi|plojimai|aplaus|palakpakan|makofi|lófatak",
    "аплодисменты|аплодисменти|оплески|аплауз|χειροκρότημα|χειροκροτήματα|拍手|掌声|掌聲|鼓掌|박수|박수 소리|تصفيق",
    "تشویق|کف زدن|تالیاں|מחיאות כפיים|तालियाँ|तालियां|ताली|प्रशंसा|टाळ्या|হাততালি|কৈতালি|கைதட்டல்",
    "చప్పట్లు|കയ്യടി|ปรบมือ|เสียงปรบมือ",
    # laughter
    r"(?:\w+ )?(?:laughter|laughs?|laughing|chuckles?|chuckling|giggles?)|gelächter|lachen|lacht|rires?|risas?|risos?",
    "risadas?|risate|rialles|barreak|gelach|gelag|skratt(?:ar)?|latter|naurua|śmiech",
    "śmieje się|gülme|kahkaha|gülüşmeler",
    "gülüşme|nevetés|nevet|smích|smiech|râsete|râs|cười|tiếng cười|tawa|tertawa|ketawa|smijeh",
    "smeh|juokas|smiekli|naer",
    "tawanan|kicheko|hlátur|смех|сміх|смях|смеется|γέλια|γέλιο|笑い?|笑声|笑聲|笑い声|웃음|웃음소리|ضحك|خنده",
    "خندهٔ|ہنسی|צחוק",
    "हँसी|हंसी|हशा|হাসি|சிரிப்பு|నవ్వు|ചിരി|หัวเราะ|เสียงหัวเราะ",
    # nothing, or nothing that was understood
    "blank[_ ]audio|no audio|silence|no speech|no sound|foreign(?: language)?",
    "speaking (?:in )?foreign language",
    "stille|schweigen|silencio|silêncio|silenzio|stilte|tystnad|cisza|sessizlik|csend|ticho",
    "liniște|im lặng|hening|тишина",
    "тиша|σιωπή|無音|沉默|静音|靜音|침묵|صمت|سکوت|שקט|खामोशी|เงียบ",
    # voices and bodies
    r"(?:\w+ )?(?:coughs?|coughing|sighs?|sighing|sneezes?|clears throat|breathing|gasps?|whistles?|whistling)",
    "husten|hustet|räuspern|räuspert sich|seufz(?:en|t|er)|toux|tousse|soupirs?|tos|suspiros?",
    "tosse|sospir[io]|hoest",
    "zucht|kaszel|westchnienie|wzdycha|öksürük|iç çek(?:er|me)|köhögés|sóhaj|kašel|povzdech",
    "tuse|oftat|thở dài|batuk",
    "кашель|вздох|вздыхает|зітхання|咳|咳嗽|ため息|기침|한숨|سعال|سرفه|שיעול|खांसी|ไอ|ถอนหายใจ",
    # machines and rooms
    r"(?:\w+ )?(?:typing|clicking|beep(?:ing|s)?|ding(?:s|ing)?|ringing|whoosh(?:es|ing)?|popping|bell rings?)",
    r"(?:[\w-]{1,20} ){0,4}(?:tones?|chimes?|swoosh(?:es|ing)?|jingles?|buzz(?:es|ing|er)?|clatter(?:ing)?|thuds?"
    r"|rustl(?:es|ing)|footsteps|knock(?:s|ing)|creak(?:s|ing)|hum(?:s|ming)|whir(?:s|ring)|music)"
    r"(?: (?:with|and|in|of|plays?|fades?|stops?|starts?|ends?)(?: [\w-]{1,20}){0,4})?",
    "cheers?|cheering|cheers and applause|cross-?talk|background (?:noise|music|conversation)|noise|static",
    "tastaturklappern|tastengeklapper|mausklicks?|telefon klingelt|rauschen|jubel|tecleo",
    "frappe au clavier|clic de souris",
    "stukanie w klawiaturę|стук клавиш|キーボード音|键盘声|鍵盤聲|키보드 소리",
    "(?:long )?pause|vocalsound|disfmarker|nonvocalsound|gap|__+",
    "video (?:playback|plays?)|(?:start|end) of (?:video|recording)|recording (?:started|stopped)",
    # a noise of something
    r"(?:bruits?|sons? d(?:e|u|es)|sonidos?|ruidos?|rumor[ei]|suon[oi]|som d[aeo]|barulhos?|odgłosy?|dźwięki?|zvuky?"
    r"|zgomote?|sunete?|suara|bunyi|tiếng (?:gõ|chuông|ồn|động|bước)|звуки?|шум|ήχος)(?: [^\W_]{1,20}){1,5}",
    r"[^\W_]{2,20}(?:geräusche?|klänge?)|[^\W_]{2,20} sesi|เสียง[ก-๛]{1,20}",
)
"""Patterns, without their brackets. They are compared without regard to capitals."""

IN_PLACE_OF_SPEECH = (
    "inaudible|unintelligible|indiscernible|incomprehensible|crosstalk|redacted|censored|bleep",
    "name|unverständlich",
    "unhörbar|inaudível|ininteligible|ininteligível|incompréhensible|inintelligible",
    "incomprensibile|inudibile|onverstaanbaar",
    "onhoorbaar|ohörbart|niezrozumiałe|niesłyszalne|anlaşılmıyor|duyulmuyor|érthetetlen",
    "nesrozumitelné|neinteligibil",
    "không nghe rõ|tidak jelas|неразборчиво|нерозбірливо|聞き取れない|聴取不能|听不清|聽不清|알아들을 수 없음",
    "غير واضح|نامفهوم|לא ברור|अस्पष्ट",
)
"""What stands in brackets where something was said that couldn't be understood, or isn't to be read."""

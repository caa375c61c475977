"""Takes out of an exported chat what the program wrote into it: who came and went, that messages are encrypted, and
what stands in place of pictures and deleted messages."""

from __future__ import annotations

import re

from pipeline.readers.letter_count import Tally

FEWEST_MESSAGES = 3
FIRST = 3
MOST = 0.5
"""The share of the messages at least that have a sender, in a chat."""
BEGINNING_CHARACTERS = 4_000
"""A message is among so many characters at the beginning, in a chat."""
LONGEST_NOTICE_CHARACTERS = 300

_SENT = re.compile(
    r"^(?P<open>\[)?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?P<comma>,)? \d{1,2}[:.]\d\d(?:[:.]\d\d)?"
    r"(?:[ \u202f]?[AaPp]\.? ?[Mm]\.?)?(?(open)\]| -) (?P<rest>\S.*)$",
    re.M,
)
"""How WhatsApp writes a message: "02/05/2024, 10:02 - Name: text" or "[02.05.24, 10:02:08] Name: text"."""
_SENDER = re.compile(r"(?P<name>[^\n:：]{1,60})[:：] ?(?P<text>.*)")
_ENCRYPTED = re.compile(
    r"end-to-end encrypt|ende-zu-ende-verschlüssel|cifrad[oa]s? de extremo a extremo|chiffrés? de bout en bout"
    r"|crittograf\w{1,10} end-to-end|de ponta a ponta|ponto a ponto|end-to-end versleutel|szyfrowan\w|uçtan uca şifrel"
    r"|наскрізн\w{1,4} шифрув|エンドツーエンド|종단간 암호화|端到端加密|端對端加密|مشفرة تمام|مشفَّرة|מוצפנות מקצה לקצה"
    r"|एंड-टू-एंड एन्क्रिप्ट",
    re.I,
)
_EVENT = re.compile(
    r"\b(?:created (?:this )?group|added|removed|left|joined using|changed (?:the|this|their|to)|pinned a message"
    r"|hat die gruppe|hinzugefügt|entfernt|hat (?:das|den|die) .{0,40}geändert|die gruppe verlassen"
    r"|creó (?:el|este) grupo|añadió|agregó|eliminó a|salió del grupo|cambió (?:el|la|su)"
    r"|a créé le groupe|a ajouté|a retiré|a quitté|a changé|a modifié"
    r"|ha creato il gruppo|ha aggiunto|ha rimosso|ha abbandonato|ha cambiato|ha modificato"
    r"|criou (?:o|este) grupo|adicionou|removeu|saiu|entrou|mudou|alterou"
    r"|heeft de groep|heeft .{1,60}(?:toegevoegd|verwijderd|gewijzigd)|heeft de groep verlaten"
    r"|(?:utworzył|dodał|usunął|zmienił|opuścił)[(]?a?[)]?"
    r"|grubu oluşturdu|ekledi|çıkardı|gruptan ayrıldı|değiştirdi"
    r"|створи\w{1,4} групу|дода\w{1,4}|вилучи\w{1,4}|вийш\w{1,4}|зміни\w{1,4})\b"
    r"|が.{0,60}(?:作成|追加|退出|変更)しました|님이 .{0,60}(?:만들|추가|나갔|변경|내보)"
    r"|(?:创建了?|添加了?|移除了?|退出了?|更改了?|建立了?|新增了?|離開了?|變更了?)"
    r"|(?:أنشأ|أضاف|أزال|غادر|غيّ?ر)|(?:יצר|הוסיף|הוסיפה|הסיר|יצא|עזב|שינה)|(?:बनाया|जोड़ा|हटाया|छोड़ दिया|बदल)",
    re.I,
)
_NO_TEXT = re.compile(
    r"<[^<>\n]{3,80}>"  # "<Media omitted>", in any language
    r"|.{1,120} \((?:file attached|datei angehängt|archivo adjunto|fichier joint|file allegato|arquivo anexado"
    r"|ficheiro anexado|bestand bijgevoegd|plik dołączony|dosya ekli|файл додано|添付ファイル|파일 첨부됨|文件附件"
    r"|檔案已附加|الملف مرفق|קובץ מצורף|फ़ाइल संलग्न है)\)"
    r"|(?:image|video|audio|sticker|gif|document|contact card|photo) omitted"
    r"|(?:bild|video|audio|sticker|gif|dokument|kontaktkarte) (?:weggelassen|ausgelassen)"
    r"|(?:imagen|video|vídeo|audio|sticker|gif|documento|tarjeta de contacto) omitid[oa]"
    r"|(?:image|vidéo|audio|sticker|gif|document) (?:absente?|omise?|manquante?)"
    r"|(?:immagine|video|audio|sticker|gif|documento) (?:omess[oa]|non inclus[oa])"
    r"|(?:imagem|vídeo|áudio|figurinha|gif|documento) (?:ocultad[oa]|omitid[oa])"
    r"|(?:afbeelding|video|audio|sticker|gif|document) weggelaten"
    r"|(?:obraz|film|plik wideo|plik audio|naklejka|gif|dokument) (?:pominięt[oyae]|został pominięty)"
    r"|(?:görüntü|video|ses|çıkartma|gif|belge) dahil edilmedi|(?:зображення|відео|аудіо|стікер|gif|документ) пропущено"
    r"|(?:画像|動画|音声|ビデオ|スタンプ|gif|文書)は含まれていません|(?:사진|동영상|오디오|스티커|gif|문서) 생략됨"
    r"|(?:图像|图片|视频|音频|贴图|gif|文档)已忽略|已(?:省略|略過)(?:圖片|影片|音訊|貼圖|文件)"
    r"|تم (?:استبعاد|إدراج) (?:الصورة|الفيديو|الصوت|الملصق)|(?:התמונה|הסרטון|קובץ שמע|סטיקר) (?:הושמטה?|לא נכלל)"
    r"|(?:चित्र|वीडियो|ऑडियो|स्टिकर|दस्तावेज़) (?:छोड़ा गया|हटाया गया)"
    r"|(?:you deleted this message|this message was deleted|diese nachricht wurde gelöscht"
    r"|du hast diese nachricht gelöscht|se eliminó este mensaje|eliminaste este mensaje|ce message a été supprimé"
    r"|vous avez supprimé ce message|questo messaggio è stato eliminato|hai eliminato questo messaggio"
    r"|(?:esta )?mensagem (?:foi )?apagada|você apagou esta mensagem|dit bericht is verwijderd"
    r"|u hebt dit bericht verwijderd|ta wiadomość została usunięta|usunięto tę wiadomość|bu mesaj silindi"
    r"|bu mesajı sildiniz|це повідомлення видалено|このメッセージは削除されました|このメッセージを削除しました"
    r"|삭제된 메시지입니다|이 메시지는 삭제되었습니다|此消息已删除|你删除了这条消息|此訊息已被?刪除"
    r"|تم حذف هذه الرسالة|הודעה זו נמחקה|यह मैसेज डिलीट (?:कर दिया गया|किया गया)(?: था)?)"
    r"|(?:missed (?:voice|video|group) call|verpasster (?:sprach|video)anruf|llamada (?:perdida|de voz perdida)"
    r"|appel (?:vocal|vidéo) manqué|chiamata (?:vocale|video) persa)(?:,.{0,40})?",
    re.I,
)
"""The whole text of a message without words of its sender."""
_EDITED = re.compile(r"[ \t]<[^\W\d_][^<>/=\n]{3,50}[^\W\d_][.]?>$")
"""That a message was edited, behind its text."""


def without(text: str, tally: Tally) -> str:
    """The text of a chat without the program's notices. Any other text stays as it is. `tally` counts the notices."""
    if not _SENT.search(text, 0, BEGINNING_CHARACTERS):
        return text
    lines = text.split("\n")
    sent = {number: match for number, line in enumerate(lines) if (match := _SENT.match(line))}
    signed = sum(1 for match in sent.values() if _SENDER.match(match["rest"]))
    if signed < max(FEWEST_MESSAGES, MOST * len(sent)) or len(sent) * 2 < sum(map(bool, map(str.strip, lines))):
        return text
    first = [match["rest"] for match in list(sent.values())[:FIRST]]
    by_whatsapp = any(map(_ENCRYPTED.search, first))
    for number, match in sent.items():
        said = _without_notice(match, by_whatsapp, begins=match["rest"] in first)
        taken = match["rest"][len(said) :]
        if taken:
            tally.add("notice", taken)
            lines[number] = f"{lines[number][: match.start('rest')]}{said}" if said else ""
            tally.add("time", "" if said else match[0][: match.start("rest")])
    return "\n".join(lines)


def _without_notice(sent: re.Match[str], by_whatsapp: bool, *, begins: bool) -> str:
    """What is left of the message behind its time. `by_whatsapp`: whether the file says so. `begins`: whether it is one
    of the first messages, as that one is which says that all are encrypted."""
    rest = sent["rest"].rstrip()
    whole = rest[:LONGEST_NOTICE_CHARACTERS]
    message = _SENDER.match(rest)
    theirs = sent["comma"] is not None or by_whatsapp
    if begins and _ENCRYPTED.search(message["text"] if message else whole) and (message is None or sent["open"]):
        return ""
    if message is None:
        always = sent["comma"] and not sent["open"]  # there, each message has a sender
        return "" if always or (theirs and _EVENT.search(whole)) else rest
    if not theirs:
        return rest
    if _NO_TEXT.fullmatch(message["text"][:LONGEST_NOTICE_CHARACTERS].rstrip(". ")):
        return ""
    if '"' in message["name"] or "“" in message["name"] or "„" in message["name"] or "«" in message["name"]:
        return "" if _EVENT.search(message["name"]) else rest  # 'changed the subject from "A: b"'
    return _EDITED.sub("", rest)

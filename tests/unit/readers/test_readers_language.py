"""The language of a transcript: what its words say."""

from __future__ import annotations

import pytest

from pipeline.readers.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Now you open the settings and then you press the button to save it.", "en"),
        ("Jetzt öffnen wir die Einstellungen und dann drücken wir auf den Knopf.", "de"),
        ("Maintenant on ouvre les paramètres et vous cliquez sur le bouton.", "fr"),
        ("Ahora abrimos la página de ajustes y pulsamos en el botón para guardar.", "es"),
        ("Agora você abre a página e clica no botão para salvar, não é isso.", "pt"),
        ("Adesso apriamo la pagina e poi si preme il pulsante per salvare.", "it"),
        ("Nu openen we de pagina en dan klik je op de knop om het op te slaan.", "nl"),
        ("Nu öppnar vi sidan och sedan trycker du på knappen för att spara det.", "sv"),
        ("Teraz otwieramy stronę i potem się klika na przycisk, żeby to zapisać.", "pl"),
        ("Şimdi sayfayı açıyoruz ve sonra bir düğmeye basıyoruz, bu çok kolay.", "tr"),
        ("それでは設定画面を開いて、保存ボタンを押します。", "ja"),
        ("现在我们打开设置页面，然后点击保存按钮。", "zh"),
        ("이제 설정 페이지를 열고 저장 버튼을 누릅니다.", "ko"),
        ("Теперь откройте настройки и нажмите кнопку.", "ru"),
        ("Тепер відкрийте налаштування і натисніть кнопку.", "uk"),
        ("الآن افتح الإعدادات ثم اضغط على الزر", "ar"),
        ("עכשיו פותחים את ההגדרות ולוחצים על הכפתור", "he"),
        ("अब सेटिंग्स खोलें और बटन दबाएँ", "hi"),
        ("Ok.", None),
        ("12 34 56", None),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None):
    assert detect([text]) == language

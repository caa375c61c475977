"""Words in scripts without spaces between them."""

from __future__ import annotations

import pytest

from pipeline import unspaced_scripts
from pipeline.transcript import count_words

ARTICLE_1 = {
    "Thai": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ",
    "Lao": "ມະນຸດທຸກຄົນເກີດມາມີກຽດສັກສີ, ສິດທິ, ເສລີພາບແລະຄວາມສະເໝີພາບເທົ່າທຽມກັນ. "
    "ທຸກໆຄົນມີເຫດຜົນແລະຄວາມຄິດຄວາມເຫັນສ່ວນຕົວຂອງໃຜຂອງມັນ, ແຕ່ວ່າມະນຸດທຸກໆຄົນຄວນປະພຶດຕໍ່ກັນຄືກັນກັບເປັນອ້າຍນ້ອງກັນ.",
    "Khmer": "មនុស្សទាំងអស់ កើតមកមានសេរីភាព និងសមភាព ក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។ មនុស្ស "
    "មានវិចារណញ្ញាណនិងសតិសម្បជញ្ញៈជាប់ពីកំណើត ហើយគប្បីប្រព្រឹត្ដចំពោះគ្នាទៅវិញទៅមក ក្នុងស្មារតីភាតរភាពជាបងប្អូន។",
    "Burmese": "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့် လည်းကောင်း၊ "
    "မွေးဖွားလာသူများ ဖြစ်သည်။ ထိုသူတို့၌ ပိုင်းခြား ဝေဖန်တတ်သော ဉာဏ်နှင့် ကျင့်ဝတ် သိတတ်သော စိတ်တို့ရှိကြ၍ ထိုသူတို့သည် အချင်းချင်း "
    "မေတ္တာထား၍ ဆက်ဆံကျင့်သုံးသင့်၏။",
}
"""Article 1 of the Universal Declaration of Human Rights. In English it has 30 words."""


@pytest.mark.parametrize("script", ARTICLE_1)
def test_a_text_has_about_as_many_words_as_its_translation(script: str):
    assert count_words(ARTICLE_1[script]) == pytest.approx(30, rel=0.1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("設定を開きます。", 7),
        ("打开 Settings，再点击保存", 8),
        ("Open the Einstellungen für alle", 5),
        ("설정을 열어 주세요", 3),
        ("คลิก Save", 2),
        ("", 0),
    ],
)
def test_words_of_several_scripts_are_added_up(text: str, words: int):
    assert count_words(text) == words


def test_what_is_mostly_in_such_a_script():
    assert unspaced_scripts.are_most_of("打开 Settings，再点击保存按钮然后等待")
    assert not unspaced_scripts.are_most_of("Open the 设置 page")

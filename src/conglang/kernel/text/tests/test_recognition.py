from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conglang.kernel.text import Conversion, LegacyEncoding, convert_if_certain
from conglang.kernel.text.legacy import TCVN3_LETTERS, VNI_LETTERS
from conglang.kernel.text.letters import ACCENTED_LETTERS

# Invented; together they hold all 67 small letters of Vietnamese that ASCII lacks.
PARAGRAPHS = [
    """thông báo về lịch tiêm chủng mở rộng đợt hai. trạm y tế xã kính mời các bậc cha mẹ đưa bé
    từ hai tháng tuổi đến nhà văn hoá thôn lúc bảy giờ sáng thứ năm. trẻ nhỏ đã lỡ mũi trước
    vẫn được tiêm bù; cán bộ sẽ hỏi kỹ tình trạng sức khoẻ, ghi sổ và dặn cách theo dõi tại
    nhà. ai bị sốt hoặc kiết lỵ thì chờ kỳ nghỉ hè.""",
    """ban quản lý chợ đề nghị bà con giữ gìn vệ sinh, để xe thẳng hàng ở bãi đất phẳng cạnh
    cổng, không lấn chiếm lối đi. mỗi hộ kinh doanh tự chuẩn bị sẵn bình chữa cháy, cử người
    trực và ký cam kết. những ngày mưa lũ, chỗ trũng dễ ngập: cần kê hàng hoá lên cao, tắt cầu
    dao điện, nghe loa để rời đi ngay khi có lệnh.""",
    """uỷ ban nhân dân xã và hội đồng tổ chức đối thoại với thanh niên về khởi nghiệp trong lĩnh
    vực nông nghiệp. đại biểu nêu nhiều ý kiến: vốn vay ưu đãi còn khó, thủ tục rườm rà, giống
    lúa xấu, đường ra ruộng bị sụt, thuỷ lợi hẹp. chủ tịch hứa trả lời bằng văn bản trong mười
    ngày, niêm yết ở nơi tiếp dân và đọc trên đài cho mọi người cùng biết, cùng giám sát.""",
]
OTHER_LANGUAGES = {
    "Spanish": """El niño soñó que mañana habría una reunión pública en el salón del pueblo. También pidió
    más información sobre el baño, la limpieza de los jardines, la señalización y el teléfono
    de la policía. ¿Quién podrá ayudar a los vecinos según el último decreto? Además, el
    médico llegará después del almuerzo, el sábado, con los análisis clínicos que se hicieron
    aquí; los demás verán la película cómica en español.""",
    "German": """Die Gemeinde veröffentlicht täglich Beschlüsse für Bürgerinnen und Bürger. Über die Straße
    führt eine schöne Brücke; die Räume der Behörde sind während der Öffnungszeiten
    zugänglich. Größere Änderungen müssen schriftlich begründet und spätestens fünf Tage
    später erklärt werden. Ältere Häuser dürfen künftig nur nach ausdrücklicher Prüfung
    geöffnet werden; Gebühren fließen zurück in den Gemeindehaushalt, hört man.""",
    "French": """L'été dernier, la mairie a créé un comité chargé d'étudier la qualité de l'eau près de la
    forêt. « Où êtes-vous allés ? » demanda le maître à l'élève étonné. La fenêtre fermée
    gênait déjà les employés ; après une brève réunion, le préfet a décidé de réparer le
    théâtre, l'hôpital, l'école, la chaussée abîmée et les arrêts. Ça coûte très cher, mais
    les impôts levés à côté suffiront peut-être, même dès février.""",
    "Danish": """Kommunen holder åbent møde på rådhuset lørdag. Børn må gerne være med, når forældrene også
    kommer. Vi spiser rødgrød med fløde, drikker øl og hører på små fortællinger om søen, åen
    og havets bølger. Hvis du ønsker hjælp, så spørg værten; han står ved døren i den blå
    frakke og kan både læse, skrive og køre bus.""",
    "Portuguese": """A reunião será amanhã às três horas no salão da câmara. Não haverá votação, mas a
    população poderá fazer questões sobre a água, a iluminação, a educação e a saúde. Também
    são bem-vindas opiniões de crianças, avós, irmãos e mães; o prefeito responderá até o
    último dia útil do mês, após análise técnica.""",
    "English": """The naïve façade of the café, its crème brûlée and the jalapeño soup were praised in a
    résumé; the coöperative's fiancée paid 5 £ and 30 ¢ ± nothing. © 2024 Voilà® – § 5
    applies, see the exposé.""",
}


def tcvn3(text):
    return "".join(TCVN3_LETTERS.get(letter, letter) for letter in text)


def vni(text):
    return "".join(VNI_LETTERS.get(letter, letter) for letter in text)


def test_the_paragraphs_hold_every_letter():
    missing = {letter for letter in ACCENTED_LETTERS if letter.islower()} - set("".join(PARAGRAPHS))
    assert not missing


@pytest.mark.parametrize("document", [*PARAGRAPHS, "\n\n".join(PARAGRAPHS)])
def test_whole_documents_are_recognised_and_restored(document):
    assert convert_if_certain(tcvn3(document)) == Conversion(document, LegacyEncoding.TCVN3, certain=True)
    assert convert_if_certain(vni(document)) == Conversion(document, LegacyEncoding.VNI, certain=True)
    capitals = document.upper()
    assert convert_if_certain(vni(capitals)) == Conversion(capitals, LegacyEncoding.VNI, certain=True)


@pytest.mark.parametrize("document", PARAGRAPHS)
def test_unicode_vietnamese_is_never_touched(document):
    for text in (document, document.upper(), normalize("NFD", document)):
        assert convert_if_certain(text) == Conversion(text, None, certain=True)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_other_languages_are_never_touched(language):
    text = OTHER_LANGUAGES[language] * 3
    assert convert_if_certain(text) == Conversion(text, None, certain=True)


LATIN_1_VIETNAMESE = "cá có cô bé mê bò thì dì chú cò lá múa nhé dê bê ví khó xó mì cú ngó tôi hô lê sên"


def test_vietnamese_that_needs_only_latin_1_letters_is_still_unicode():
    assert convert_if_certain(LATIN_1_VIETNAMESE) == Conversion(LATIN_1_VIETNAMESE, None, certain=True)


def test_a_text_that_reads_in_two_ways_is_reported_but_left_to_a_person():
    text = LATIN_1_VIETNAMESE + tcvn3(" đất đường được phải những một bằng với đến cũng ngày")
    assert convert_if_certain(text) == Conversion(text, LegacyEncoding.TCVN3, certain=False)


def test_abbreviations_and_foreign_names_do_not_hide_an_encoding():
    for encode in (tcvn3, vni):
        text = encode(PARAGRAPHS[1] + " quyết định số 7/qđ-hđnd, nđ-cp;") + " Müller, café"
        assert convert_if_certain(text).certain
        assert "7/qđ-hđnd, nđ-cp" in convert_if_certain(text).text


def test_a_document_half_in_another_language_is_left_to_its_fonts():
    text = tcvn3(PARAGRAPHS[0]) + OTHER_LANGUAGES["Spanish"] + OTHER_LANGUAGES["French"]
    assert convert_if_certain(text) == Conversion(text, None, certain=True)


def test_a_table_of_accents_proves_nothing():
    text = "á â ã ä å æ ç è é ê ë ì í î ï ñ ò ó ô õ ö ø ù ú û ü ý"
    assert convert_if_certain(text) == Conversion(text, None, certain=True)


@pytest.mark.parametrize("text", ["NguyÔn V¨n H¹", "§Æng V¨n Nª", "ñy ban nh©n d©n x· T©n Hoµ"])
def test_a_short_text_is_reported_but_left_to_a_person(text):
    assert convert_if_certain(text) == Conversion(text, LegacyEncoding.TCVN3, certain=False)
    assert convert_if_certain(text * 40).text == text * 40


def test_a_document_that_mixes_legacy_and_unicode_is_left_to_its_fonts():
    text = tcvn3(PARAGRAPHS[0]) + PARAGRAPHS[1]
    assert convert_if_certain(text) == Conversion(text, None, certain=True)


@given(st.text())
def test_arbitrary_unicode_is_never_touched(text):
    assert convert_if_certain(text).text == text


LATIN_1_LETTERS = st.characters(min_codepoint=0x41, max_codepoint=0xFF, categories=["L"])


@given(st.lists(st.text(LATIN_1_LETTERS), max_size=80))
def test_random_western_letters_are_never_touched(words):
    text = " ".join(words)
    assert convert_if_certain(text).text == text


@given(st.lists(st.sampled_from(" ".join(PARAGRAPHS).split()), max_size=9))
def test_a_few_words_are_never_converted(words):
    for encode in (tcvn3, vni):
        text = encode(" ".join(words))
        assert convert_if_certain(text).text == text

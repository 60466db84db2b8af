"""Forms tell what is wrong, where, and lose nothing that was typed."""

import re

from django import forms
from django.http import QueryDict

from conglang.base.ui.forms import LimitedFileInput
from conglang.base.ui.samples import SampleForm

WRONG = QueryDict("title=&kind=bai&summary=Tôi+đã+viết&publish_on=32&urgent=gap")


def ids(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


def test_every_error_of_the_summary_leads_to_its_field():
    html = str(SampleForm(WRONG))
    links = re.findall(r'<a href="#([^"]+)">', html)
    assert len(links) == 4
    assert set(links) <= ids(html)


def test_a_label_that_asks_is_not_followed_by_a_colon():
    class Asking(forms.Form):
        what = forms.CharField(label="Chỗ nào sai?", error_messages={"required": "Xin ghi chỗ sai."})

    assert ">Chỗ nào sai? Xin ghi chỗ sai.</a>" in str(Asking({}))
    assert ">Tiêu đề: " in str(SampleForm(WRONG))


def test_what_describes_a_field_exists():
    html = str(SampleForm(WRONG))
    described = {name for value in re.findall(r'aria-describedby="([^"]+)"', html) for name in value.split()}
    assert {"id_title_helptext", "id_title_error", "id_channels_error"} <= described
    assert described <= ids(html)


def test_a_wrong_field_is_marked_for_eyes_and_ears():
    html = SampleForm(WRONG)["publish_on"].as_field_group()
    assert "data-error" in html
    assert 'aria-invalid="true"' in html
    assert "Lỗi:" in html


def test_what_was_typed_stays():
    html = str(SampleForm(WRONG))
    assert "Tôi đã viết" in html
    assert 'value="32"' in html


def test_a_right_form_has_no_summary():
    assert "error-summary" not in str(SampleForm())


def test_only_fields_that_must_be_filled_say_so():
    assert "(bắt buộc)" in SampleForm()["title"].as_field_group()
    assert "(bắt buộc)" not in SampleForm()["summary"].as_field_group()


def test_choices_stand_in_a_group_with_its_name():
    html = SampleForm()["channels"].as_field_group()
    assert "<legend>" in html
    assert 'aria-describedby="id_channels_helptext"' in html


def test_an_error_of_the_whole_form_and_of_a_hidden_field_is_shown():
    class Versioned(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

        def clean(self) -> None:
            raise forms.ValidationError("Người khác vừa sửa bài này.")

    form = Versioned(QueryDict("version=x"))
    html = str(form)
    assert "Người khác vừa sửa bài này." in html
    assert form.errors["version"][0] in html
    assert 'type="hidden"' in html


def test_a_formset_shows_one_card_a_form_and_its_own_errors():
    formset = forms.formset_factory(SampleForm, extra=2)()
    html = str(formset)
    assert html.count('class="card form"') == 2
    assert "form-TOTAL_FORMS" in html


def test_a_file_field_carries_its_limit_and_its_words():
    html = LimitedFileInput(max_bytes=10 * 1024**2).render("file", None)
    assert 'data-max-bytes="10485760"' in html
    assert "Xin chọn tệp không quá 10 MB." in html
    assert "{name}" in html
    assert "{size}" in html

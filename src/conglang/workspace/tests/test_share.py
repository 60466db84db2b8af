"""What official pages elsewhere get of a public article: approved words, a plain address, pictures (N12)."""

from io import BytesIO

from PIL import Image as Picture

from conglang.base.accounts.roles import Role
from conglang.base.units.scope import everything
from conglang.content.newsroom.models import Article
from conglang.tools.media.sharing import SHAPES
from conglang.workspace.tests.conftest import picture, typed
from conglang.workspace.tests.test_journey import people, press  # noqa: F401 - a fixture


def test_a_public_article_is_told_elsewhere_with_its_words_and_pictures(people, ours):  # noqa: F811
    upload = picture()
    upload.name = "cho.png"
    form = typed(ours, title="Chợ quê & bà con", picture=upload, lead_alt="Cổng chợ")
    people["writer"].post("/gui-tin-bai/", form)
    with everything("tests"):
        article = Article.objects.get()
    address = f"/tin-bai/{article.pk}/chia-se/"
    assert people["desk"].get(address).status_code == 404  # nobody has approved it
    press(people["writer"], article, "gui-duyet")
    press(people["desk"], article, "phan-cong", person=ours.user(Role.FIELD_EDITOR).pk)
    press(people["editor"], article, "tham-dinh")
    press(people["head"], article, "phe-duyet")
    page = people["desk"].get(address)
    assert page.context["post"].startswith("Chợ quê & bà con\n\n")
    assert "?" not in page.context["address"]
    for shape, size in SHAPES.items():
        answer = people["desk"].get(address, {"anh": shape})
        with Picture.open(BytesIO(answer.content)) as found:
            assert (found.format, found.size, found.getexif()) == ("JPEG", size, {})
    assert people["desk"].get(address, {"anh": "../x"}).status_code == 404

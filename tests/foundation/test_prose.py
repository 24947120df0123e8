import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krscp_portal.foundation.prose import Problem, problems, to_html

SAFE_TAG = re.compile(
    r"</?(p|br|hr|h[1-6]|ul|ol|li|blockquote|pre|code|em|strong|s|a|img|table|thead|tbody|tr|th|td)"
    r'( (href|title|src|alt|start|scope|class|rel)="[^"<>]*")*>'
)


def test_ordinary_prose_becomes_ordinary_html():
    assert to_html("One *two* **three** ~~four~~ `five`.\n\n> Six\n\n---\n\n3. Seven") == (
        "<p>One <em>two</em> <strong>three</strong> <s>four</s> <code>five</code>.</p>\n"
        "<blockquote>\n<p>Six</p>\n</blockquote>\n<hr>\n"
        '<ol start="3">\n<li>Seven</li>\n</ol>\n'
    )


def test_a_table_says_what_its_headers_head_and_sets_figures_by_class():
    assert to_html("| Group | Meetings |\n|---|--:|\n| Board | 4 |") == (
        "<table>\n<thead>\n<tr>\n"
        '<th scope="col">Group</th>\n<th class="number" scope="col">Meetings</th>\n'
        "</tr>\n</thead>\n<tbody>\n<tr>\n"
        '<td>Board</td>\n<td class="number">4</td>\n'
        "</tr>\n</tbody>\n</table>\n"
    )


@pytest.mark.parametrize(
    ("typed", "offset", "levels"),
    [
        ("# a\n## b\n### c", 1, ["h2", "h3", "h4"]),
        ("# a\n## b", 0, ["h1", "h2"]),
        ("### a\n#### b", 1, ["h2", "h3"]),
        ("# a\n### b\n### c\n## d", 1, ["h2", "h3", "h3", "h3"]),
        ("### a\n# b", 2, ["h3", "h3"]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", 2, ["h3", "h4", "h5", "h6", "h6", "h6"]),
        ("Title\n=====\n\nPart\n----", 1, ["h2", "h3"]),
    ],
)
def test_headings_stand_under_the_page_and_skip_no_level(typed, offset, levels):
    html = to_html(typed, heading_offset=offset)

    assert re.findall(r"<(h\d)>", html) == levels
    assert re.findall(r"</(h\d)>", html) == levels


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        (
            "[x](https://a.example/?b=1&c=2)",
            '<p><a href="https://a.example/?b=1&amp;c=2" rel="nofollow noopener">x</a></p>\n',
        ),
        (
            '[x](/kent/ "Kent")',
            '<p><a href="/kent/" title="Kent" rel="nofollow noopener">x</a></p>\n',
        ),
        (
            "[x](mailto:a@b.example)",
            '<p><a href="mailto:a@b.example" rel="nofollow noopener">x</a></p>\n',
        ),
        ("[x](ftp://a.example/)", '<p><a rel="nofollow noopener">x</a></p>\n'),
    ],
)
def test_links_keep_to_known_schemes_and_vouch_for_nothing(typed, html):
    assert to_html(typed) == html


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("![Map](/static/map.png)", '<p><img src="/static/map.png" alt="Map"></p>\n'),
        ("![Map](https://a.example/map.png)", "<p>Map</p>\n"),
        ("![Map](/static/../media/map.png)", "<p>Map</p>\n"),
        ("![Map](data:image/png;base64,AAAA)", "<p>Map</p>\n"),
        ("![<b>](https://a.example/x.png)", "<p>&lt;b&gt;</p>\n"),
    ],
)
def test_pictures_are_the_portals_own_or_only_their_words(typed, html):
    assert to_html(typed) == html


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x](https://a.example/ '\"onmouseover=alert(1) x=\"')",
    "![x](javascript:alert(1))",
    '!["onerror=alert(1) x="](/static/a.png)',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "<style>body{display:none}</style>",
    "<form action=/><input name=q></form>",
    "<!-- --><script>alert(1)</script>",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "| <script>alert(1)</script> |\n|---|\n| <b onclick=alert(1)> |",
    "# <script>alert(1)</script>",
    "[x]: javascript:alert(1)\n\n[x]",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


@pytest.mark.parametrize("typed", ATTACKS)
def test_nothing_typed_becomes_more_than_words(typed):
    left_over = SAFE_TAG.sub("", to_html(typed))

    assert "<" not in left_over
    assert not re.search(r'href="\s*(javascript|data|vbscript)', to_html(typed), re.IGNORECASE)


@given(
    st.lists(
        st.sampled_from([*ATTACKS, "#", "> ", "- ", "|", "\n", '"', "<", ">", "*", "&", "a"]),
        max_size=12,
    ).map("".join)
)
def test_no_mixture_of_them_does_either(typed):
    html = to_html(typed)

    assert "<" not in SAFE_TAG.sub("", html)
    assert not re.search(r'href="\s*(javascript|data|vbscript)', html, re.IGNORECASE)
    problems(typed)


def test_a_sound_text_has_no_problems():
    assert (
        problems(
            "# Aims\n\n## How\n\nSee [the threshold document](/kent/thresholds/).\n\n"
            "![Map of the borough](/static/map.png)\n\n| A | B |\n|---|---|\n| 1 | `<b>` |\n"
        )
        == ()
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("![](/static/a.png)", Problem(1, "A picture has no alternative text.")),
        (
            "![Map](https://a.example/a.png)",
            Problem(1, "A picture from another website is not shown, only its words."),
        ),
        (
            "# A\n\n### B",
            Problem(3, "The heading “B” is of level 3 but stands under level 1."),
        ),
        ("#\n", Problem(1, "A heading has no words.")),
        ("\n[Click here](/x/)", Problem(2, "The link “Click here” does not say where it leads.")),
        ("[read more…](/x/)", Problem(1, "The link “read more…” does not say where it leads.")),
        (
            "[https://a.example/](https://a.example/)",
            Problem(1, "The link “https://a.example/” is an address: say in words where it leads."),
        ),
        ("[](/x/)", Problem(1, "A link has no words.")),
        ("a <b>c</b>", Problem(1, "HTML is shown as it is typed; use Markdown instead.")),
        (
            "Text\n\n| A | |\n|---|---|\n| 1 | 2 |",
            Problem(3, "A column of a table has no heading."),
        ),
    ],
)
def test_what_would_trip_a_reader_up_is_named_with_its_line(typed, found):
    assert problems(typed) == (found,)


def test_problems_come_in_the_order_of_the_text():
    found = problems("[here](/x/)\n\n# A\n\n### B\n\n![](/static/a.png)")

    assert [problem.line for problem in found] == [1, 5, 7]

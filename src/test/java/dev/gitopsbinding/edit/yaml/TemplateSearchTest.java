package dev.gitopsbinding.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a text that is no YAML has its first Go template; each text marks the place by §. */
class TemplateSearchTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "§{{ x }}\na: b\n",
        "a: \"{{ x }}\"\nb: §{{ y }}\n",
        "a: '{{ x }}{{ x }}'\nb: §{{ y }}\n",
        "a: |\n  {{ x }}\nb: §{{ y }}\n",
        "a: \"b\"§{{ x }}\n",
        "# {{ x }}\na: b # {{ x }}\nc: d\t# {{ x }}\ne: §{{ y }}\n",
        "# 🚀\na: \"🚀🚀🚀{{ x }}\" # 🚀\n🚀: §{{ y }}\n",
        "a#: §{{ y }}\n",
        "a: \"not closed §{{ y }}\n",
      })
  void isFoundWhereItIsNeitherQuotedNorInAComment(String marked) {
    assertThat(TemplateSearch.firstIn(marked.replace("§", ""))).hasValue(marked.indexOf('§'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b\n",
        "a: '{{ x }}'\n",
        "# {{ x }}",
        "a: \"not closed\n{{ x }}\n",
        "a: 'b' 'c'\nd: {{ behind what the parser refuses }}\n",
      })
  void isNotFoundElsewhere(String text) {
    assertThat(TemplateSearch.firstIn(text)).isEmpty();
  }

  /** The engine takes quadratic time for what is nested without an end. */
  @Test
  void isLookedForUpToTheLineWhereTheTextIsNestedTooDeeply() {
    String levels = "[".repeat(BoundedComposer.MAX_DEPTH);

    assertThat(TemplateSearch.firstIn(levels + "\n{{ x }}")).hasValue(levels.length() + 1);
    assertThat(TemplateSearch.firstIn(levels + "[\n{{ x }}")).isEmpty();
    assertThat(TemplateSearch.firstIn(levels + "[{{ x }}")).hasValue(levels.length() + 1);
  }

  @Test
  void isFoundBehindMoreCollectionsThanMayBeNested() {
    String text = "- []\n- {a: b}\n".repeat(BoundedComposer.MAX_DEPTH);

    assertThat(TemplateSearch.firstIn(text + "- {{ x }}\n")).hasValue(text.length() + 2);
  }
}

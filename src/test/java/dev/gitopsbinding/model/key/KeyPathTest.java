package dev.gitopsbinding.model.key;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.model.key.KeyPath.Index;
import dev.gitopsbinding.model.key.KeyPath.Item;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyPathTest {
  static Stream<Arguments> valid() {
    return Stream.of(
        valid("image.tag", "image.tag", new KeyPath.Key("image"), new KeyPath.Key("tag")),
        valid(
            "list[2].image",
            "list[2].image",
            new KeyPath.Key("list"),
            new Index(2),
            new KeyPath.Key("image")),
        valid("list[007]", "list[7]", new KeyPath.Key("list"), new Index(7)),
        valid("[0][1]", "[0][1]", new Index(0), new Index(1)),
        valid(
            "list[name=web].tag",
            "list[name=web].tag",
            new KeyPath.Key("list"),
            new Item("name", "web"),
            new KeyPath.Key("tag")),
        valid(
            "images[web]", "images[name=web]", new KeyPath.Key("images"), new Item("name", "web")),
        valid(
            "images[localhost:5000/a.b]",
            "images[name=localhost:5000/a.b]",
            new KeyPath.Key("images"),
            new Item("name", "localhost:5000/a.b")),
        valid("l['k'=\"a]b\"]", "l[k=\"a]b\"]", new KeyPath.Key("l"), new Item("k", "a]b")),
        valid("l[\"a.b\"=c=d]", "l[\"a.b\"=c=d]", new KeyPath.Key("l"), new Item("a.b", "c=d")),
        valid(
            "\"app.kubernetes.io/name\".x",
            "\"app.kubernetes.io/name\".x",
            new KeyPath.Key("app.kubernetes.io/name"),
            new KeyPath.Key("x")),
        valid(
            "a.\"b.c\".d",
            "a.\"b.c\".d",
            new KeyPath.Key("a"),
            new KeyPath.Key("b.c"),
            new KeyPath.Key("d")),
        valid("a['b.c']", "a.\"b.c\"", new KeyPath.Key("a"), new KeyPath.Key("b.c")),
        valid(
            "a[\"b\"].c",
            "a.b.c",
            new KeyPath.Key("a"),
            new KeyPath.Key("b"),
            new KeyPath.Key("c")),
        valid("\"a\".'b'", "a.b", new KeyPath.Key("a"), new KeyPath.Key("b")),
        valid("'it''s'", "\"it's\"", new KeyPath.Key("it's")),
        valid("\"a\\\"b\\\\\"", "\"a\\\"b\\\\\"", new KeyPath.Key("a\"b\\")),
        valid("\"\"", "\"\"", new KeyPath.Key("")),
        valid("my key.8080.true.a\\b", "my key.8080.true.a\\b", "my key", "8080", "true", "a\\b"),
        valid("größe.🚀.a=b", "größe.🚀.a=b", "größe", "🚀", "a=b"),
        valid("\" a\"", "\" a\"", new KeyPath.Key(" a")));
  }

  private static Arguments valid(String text, String canonical, KeyPath.Step... steps) {
    return Arguments.of(text, canonical, List.of(steps));
  }

  private static Arguments valid(String text, String canonical, String... keys) {
    return Arguments.of(text, canonical, Stream.of(keys).map(KeyPath.Key::new).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void aKeyIsReadAndHasOneForm(String text, String canonical, List<KeyPath.Step> steps) {
    KeyPath key = new KeyPath(text);

    assertThat(key.steps()).isEqualTo(steps);
    assertThat(key).hasToString(canonical).isEqualTo(new KeyPath(canonical));
    assertThat(key.text()).isEqualTo(canonical);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | must have 1 to 1024 characters",
        ".image.tag | must begin with a key, not with '.'",
        "image. | must have a key behind the '.' at character 6",
        "image..tag | must have a key behind the '.' at character 6",
        "image.[0] | must have a key behind the '.' at character 6",
        "image. tag | must have quotes around the key at character 7, such as \"a.b\".tag",
        "a\"b.c\" | must have quotes around the key at character 1, such as \"a.b\".tag",
        "a].b | must have quotes around the key at character 1, such as \"a.b\".tag",
        "\"a.b.c | must have a closing quote for the one at character 1",
        "\"a\"b | must have a '.' or '[' at character 4",
        "a[0]b | must have a '.' or '[' at character 5",
        "a[0 | must have a ']' for the '[' at character 2",
        "a['b' | must have a ']' for the '[' at character 2",
        "a[name='b | must have a ']' for the '[' at character 2",
        "a[name='b] | must have a closing quote for the one at character 8",
        "a[] | must have a number, a name or field=value in the '[' at character 2, in quotes where"
            + " it has spaces around it or quotes in it",
        "a[name=] | must have a number, a name or field=value in the '[' at character 2, in quotes"
            + " where it has spaces around it or quotes in it",
        "a[=b] | must have a plain name of a field behind the '[' at character 2",
        "a[b.c=d] | must have a plain name of a field behind the '[' at character 2",
        "a[1234567890] | must have a smaller number in the '[' at character 2",
        "a[-1] | must name one item in the '[' at character 2: [0] is the first, [name=web] the one"
            + " with this name",
        "a[*].b | must name one item in the '[' at character 2: [0] is the first, [name=web] the"
            + " one with this name",
        "\"a\\n\" | must have a quote or a backslash behind the backslash at character 3",
      })
  void whatIsNoKeyIsSaidToLackWhat(String text, String message) {
    assertThatThrownBy(() -> new KeyPath(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aKeyIsBoundedAndOnOneLine() {
    assertThat(new KeyPath("a".repeat(1024)).text()).hasSize(1024);
    assertThatThrownBy(() -> new KeyPath("a".repeat(1025)))
        .hasMessage("must have 1 to 1024 characters");
    assertThatThrownBy(() -> new KeyPath("a\nb"))
        .hasMessage("must not hold line breaks and other control characters");
  }

  @Test
  void aKeyGrowsByOneStep() {
    KeyPath key = new KeyPath("a[0]");

    assertThat(key.plus("b.c")).hasToString("a[0].\"b.c\"");
    assertThat(key.plus("b").first(1)).isEqualTo(new KeyPath("a"));
    assertThat(key.lastKey()).contains("a");
    assertThat(new KeyPath("[0]").lastKey()).isEmpty();
  }

  @Test
  void anyTextIsRefusedInOneLineOrHasACanonicalForm() {
    Random random = new Random(1);
    String alphabet = "ab.[]\"'=\\ 0-*é";
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(1 + random.nextInt(10), 0, alphabet.length())
          .forEach(at -> text.append(alphabet.charAt(at)));
      try {
        KeyPath key = new KeyPath(text.toString());
        assertThat(new KeyPath(key.text())).as(text.toString()).isEqualTo(key);
        assertThat(new KeyPath(key.text()).text()).isEqualTo(key.text());
        read++;
      } catch (IllegalArgumentException e) {
        assertOneLine(e.getMessage());
        assertThat(e.getMessage()).startsWith("must ");
      }
    }
    assertThat(read).isGreaterThan(1000);
  }
}

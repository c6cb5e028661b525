package dev.gitopsbinding.edit.yaml.replace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.yaml.snakeyaml.Yaml;

/** The rule is judged by parsers of YAML 1.1 and 1.2; by Kustomize in KustomizeBuildIT. */
class PlainTextRuleTest {
  private static final String START =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  private static final String NUMBERS = "0123456789_.-eExXoObBabcdf";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234567",
        "0123456",
        "0o17",
        "0b10110",
        "0B1",
        "0x1F",
        "1_000",
        "1.5",
        "1.",
        "12e4567",
        "1234e56",
        "1e3",
        "1E-3",
        "true",
        "False",
        "YES",
        "no",
        "On",
        "off",
        "y",
        "N",
        "null",
        "Null",
        "2001-12-14",
        "2001-1-1"
      })
  void whatReadsAsAnotherTypeIsNoText(String tag) {
    assertThat(PlainTextRule.isText(tag)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abcdef0",
        "1a2b3c4",
        "123456a",
        "v1.2.3",
        "1.2.3",
        "latest",
        "yess",
        "0b12",
        "0o8",
        "0xg",
        "e123456",
        "1234e56a",
        "_1",
        "nulls",
        "2001-12",
        "12-14",
        "2001-12-14-1"
      })
  void whatReadsAsTextIsText(String tag) {
    assertThat(PlainTextRule.isText(tag)).isTrue();
    assertThat(readings(tag)).containsOnly(tag);
  }

  @Test
  void noParserReadsAPlainTextAsSomethingElse() {
    Random random = new Random(17);
    long others =
        Stream.of(
                tags(random, START, START + ".-", 20_000),
                tags(random, "0123456789", NUMBERS, 40_000),
                tags(random, "0123456789abcdef", "0123456789abcdef", 20_000))
            .flatMap(tags -> tags)
            .peek(tag -> assertThat(readings(quotedUnlessText(tag))).as(tag).containsOnly(tag))
            .filter(tag -> !PlainTextRule.isText(tag))
            .count();
    assertThat(others).as("not vacuous").isGreaterThan(1_000);
  }

  @Test
  void aWholeCommitIsNotQuotedAndFewShortOnesAre() {
    Random random = new Random(18);
    assertThat(commits(random, 40)).allMatch(PlainTextRule::isText);
    assertThat(commits(random, 7).filter(tag -> !PlainTextRule.isText(tag)).count())
        .as("of 20 000; (10/16)^7 are numbers, and some have an exponent")
        .isBetween(600L, 1_400L);
  }

  private static Stream<String> commits(Random random, int length) {
    return IntStream.range(0, 20_000).mapToObj(_ -> text(random, "0123456789abcdef", length));
  }

  private static Stream<String> tags(Random random, String start, String rest, int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> text(random, start, 1) + text(random, rest, random.nextInt(9)));
  }

  private static String text(Random random, String letters, int length) {
    return random
        .ints(length, 0, letters.length())
        .collect(
            StringBuilder::new,
            (text, at) -> text.append(letters.charAt(at)),
            StringBuilder::append)
        .toString();
  }

  private static String quotedUnlessText(String tag) {
    return PlainTextRule.isText(tag) ? tag : "\"" + tag + "\"";
  }

  private static List<Object> readings(String scalar) {
    LoadSettings core = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return List.of(
        new Load(core).loadFromString(scalar),
        new Load(LoadSettings.builder().build()).loadFromString(scalar),
        read11(scalar));
  }

  /** The library reads y and n as texts, against the YAML 1.1 type repository. */
  private static Object read11(String scalar) {
    Object read = new Yaml().load(scalar);
    return List.of("y", "n").contains(scalar.toLowerCase(Locale.ROOT)) ? false : read;
  }
}

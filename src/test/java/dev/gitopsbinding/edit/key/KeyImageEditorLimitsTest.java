package dev.gitopsbinding.edit.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.model.key.KeyPath;
import dev.gitopsbinding.testing.Fault;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Large values, and values that are meant to do harm: answered soon, without exceptions. */
class KeyImageEditorLimitsTest {
  private static final String TARGET = "image: {repository: ghcr.io/acme/web, tag: old}\n";
  private static final int MEBIBYTE = 1 << 20;
  private static final int MOST_VALUES = 100_000;
  private static final int MOST_SPELT = 14_000;

  /** Far more than is needed, also on a busy machine; what takes quadratic time takes longer. */
  private static final Duration SOON = Duration.ofSeconds(15);

  static Stream<Arguments> large() {
    return Stream.of(
        text("images", numbered("w%dImage: ghcr.io/acme/a%d:1\n", MOST_VALUES / 3)),
        text("names", numbered("w%dName: a/b\n", MOST_VALUES / 3)),
        text("tags", numbered("w%dTag: b\n", MOST_VALUES / 3)),
        text(
            "spellings of a tag",
            spelt("n", "ame: a/B", MOST_SPELT) + spelt("t", "ag: b", MOST_SPELT)),
        text("tags in their own mappings", numbered("w%d: {tag: b}\n", MOST_VALUES / 5)),
        text("colons", numbered("w%d: " + "a:".repeat(10) + "b\n", MOST_VALUES / 10)),
        text("long words", numbered("w%d: " + "a-".repeat(400) + ":b\n", 1000)),
        text("list", "list:\n" + "- {name: web, image: a/b:1}\n".repeat(20_000)),
        text("deep", "deep: " + "[".repeat(190) + "]".repeat(190) + "\n"),
        text("merges", "x0: &x0 {a: 1}\n" + merges()));
  }

  @Fault(
      value = "Helm values that are large or made to take long",
      holds = {"I4", "I6"})
  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void largeValuesAreEditedSoon(String name, String text) {
    Content before = content(TARGET + text);
    Content after = content((TARGET + text).replaceFirst("tag: old", "tag: new"));
    EditResult edited = new EditResult.Edited(after, List.of("ghcr.io/acme/web:old"));

    assertThat(assertTimeoutPreemptively(SOON, () -> write(before, null))).isEqualTo(edited);
    assertThat(assertTimeoutPreemptively(SOON, () -> write(before, "image"))).isEqualTo(edited);
    assertThat(assertTimeoutPreemptively(SOON, () -> write(before, "imagge.x.tga")))
        .isInstanceOf(EditResult.Refused.class);
    assertThat(
            assertTimeoutPreemptively(
                SOON, () -> write(content(text + "image: " + "a/".repeat(300) + "b\n"), null)))
        .isInstanceOf(EditResult.Refused.class);
  }

  @Test
  void aLongListOfMatchesIsShortInTheMessage() {
    String text = "x:\n" + "- image: ghcr.io/acme/web:old\n".repeat(20_000);

    assertThat(assertTimeoutPreemptively(SOON, () -> write(content(text), null)))
        .isInstanceOfSatisfying(
            EditResult.Refused.class,
            refused ->
                assertThat(refused.failure().message())
                    .contains("and 19995 more")
                    .hasSizeLessThan(1000));
  }

  /**
   * An edit takes half as long as the library that only loads the file, which takes 25 ms on an
   * idle machine as the operator runs there.
   */
  @Test
  void aFileOf100KilobytesIsWrittenInMilliseconds() {
    String service =
        """
        service%d:
          image:
            repository: ghcr.io/acme/service%d
            tag: "1.2.%d"   # {"$imagepolicy": "flux-system:web:tag"}
          resources: {limits: {cpu: 100m, memory: 128Mi}}
          env:
          - name: A
            value: b
        """;
    Content file = content(TARGET + numbered(service, 470));
    assertThat(file.size()).isBetween(95_000, 105_000);
    String text = new String(file.bytes(), StandardCharsets.UTF_8);
    long[] edits = new long[40];
    long[] loads = new long[edits.length];
    for (int round = 0; round < edits.length; round++) {
      edits[round] =
          nanos(() -> assertThat(write(file, null)).isInstanceOf(EditResult.Edited.class));
      loads[round] = nanos(() -> new Load(LoadSettings.builder().build()).loadFromString(text));
    }
    assertThat(warm(edits)).isLessThan(2 * warm(loads));
  }

  /** Of processor time, so that others on the machine do not count. */
  private static long nanos(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return threads.getCurrentThreadCpuTime() - start;
  }

  /** The median of the second half. */
  private static long warm(long[] nanos) {
    long[] warm = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  private static EditResult write(Content content, @Nullable String key) {
    ImageSelector selector =
        new ImageSelector(
            new ObjectSelector("spec.target", "Deployment", "web", List.of("shop")),
            List.of(),
            "ghcr.io/acme/web",
            key == null ? null : new KeyPath(key),
            false,
            null);
    assertThat(ValuesJudge.recognizes(content, selector)).isTrue();
    return ValuesJudge.editor(selector)
        .write(content, List.of("ghcr.io/acme/web:old"), ImageVersions.ofTag("new"));
  }

  private static String numbered(String text, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> text.replace("%d", String.valueOf(i)))
        .collect(Collectors.joining());
  }

  /** One field in many ways, as a role ignores '-' and '_' in a key. */
  private static String spelt(String first, String rest, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                first
                    + Integer.toBinaryString(count + i).replace('0', '-').replace('1', '_')
                    + rest
                    + "\n")
        .collect(Collectors.joining());
  }

  /** Each mapping merges all before it. */
  private static String merges() {
    return IntStream.range(1, 10)
        .mapToObj(
            i ->
                "x%d: &x%d {<<: [%s], b: 1}\n"
                    .formatted(
                        i,
                        i,
                        IntStream.range(0, i)
                            .mapToObj(j -> "*x" + j)
                            .collect(Collectors.joining(" , ", "", " "))))
        .collect(Collectors.joining());
  }

  private static Content content(String text) {
    assertThat(text.length()).isLessThan(3 * MEBIBYTE);
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Arguments text(String name, String text) {
    return Arguments.of(name, text);
  }
}

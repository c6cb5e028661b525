package dev.gitopsbinding.edit.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.yaml.BoundedComposer;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of one mebibyte and files that are meant to do harm: answered soon, without exceptions. */
class ImageScalarsLimitsTest {
  /** Of tests that take seconds, and find nothing that smaller files do not. */
  private static final String LARGE = "large";

  private static final RepositoryPath PATH = new RepositoryPath("web.yaml");
  private static final String OLD = "ghcr.io/acme/web:old";
  private static final String NEW = "ghcr.io/acme/web:new";
  private static final ImageSelector ALL =
      new ImageSelector(
          new ObjectSelector(
              "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
          List.of("*"),
          "ghcr.io/acme/web");
  private static final String TARGET =
      """
      kind: Deployment
      metadata: {name: web}
      spec: {template: {spec: {containers: [{name: web, image: "%s"}]}}}
      """
          .formatted(OLD);
  private static final int MEBIBYTE = 1 << 20;

  /** Far more than is needed, also on a busy machine; an expanded bomb would take forever. */
  private static final Duration SOON = Duration.ofSeconds(60);

  static Stream<Arguments> harmful() {
    return Stream.of(
        text("nested flow sequences", "[".repeat(MEBIBYTE)),
        text("nested flow mappings", "{a: ".repeat(MEBIBYTE / 4)),
        text("nested block sequences", "- ".repeat(MEBIBYTE / 2) + "x"),
        text("nested block mappings", nestedMappings(600)),
        text("explicit keys", "? ".repeat(MEBIBYTE / 2)),
        text("closed nesting", "[".repeat(5000) + "]".repeat(5000)),
        text("anchors on nothing", "&a ".repeat(MEBIBYTE / 3)),
        text("brackets that close nothing", "]".repeat(MEBIBYTE)),
        text("open quote", "\"" + "a ".repeat(MEBIBYTE / 2)),
        text("NUL bytes", "\0".repeat(MEBIBYTE)),
        text("escaped lone surrogate as key", "\"\\uD800\": [\n"),
        text("many aliases", "a: &a [x]\nb: [" + "*a, ".repeat(MEBIBYTE / 4) + "]"));
  }

  static Stream<Arguments> large() {
    return Stream.of(
        text("comment", TARGET + "# " + "x".repeat(MEBIBYTE)),
        text("plain scalar", TARGET + "data: " + "eHh4".repeat(MEBIBYTE / 4)),
        text("double-quoted scalar", TARGET + "data: \"" + "eHh4".repeat(MEBIBYTE / 4) + "\""),
        text("block scalar", TARGET + "data: |\n" + "  line\n".repeat(MEBIBYTE / 7)),
        text("four mebibytes", TARGET + ("# " + "x".repeat(100) + "\n").repeat(40_000)),
        text("words", TARGET + "data: " + "ab ".repeat(MEBIBYTE / 3) + "c"),
        text("blank lines", TARGET + "\n".repeat(MEBIBYTE)),
        text("spaces", TARGET + " ".repeat(MEBIBYTE)),
        text("documents", TARGET + "---\n".repeat(50_000)),
        text("keys of one hash code", TARGET + collidingKeys()),
        text("scalar aliases", TARGET + "a: &a x\nb: [" + "*a , ".repeat(MEBIBYTE / 5) + "]"),
        text(
            "objects", TARGET + "---\nkind: A\nspec: {containers: [{image: b}]}\n".repeat(10_000)));
  }

  @Fault(
      value = "harmful text",
      holds = {"I4", "I6"})
  @ParameterizedTest(name = "{0}")
  @MethodSource("harmful")
  void harmfulTextIsRefusedSoon(String name, String text) {
    // When
    EditResult result = assertTimeoutPreemptively(SOON, () -> write(text));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            EditResult.Refused.class,
            refused -> assertThat(refused.failure().reason()).isEqualTo(Reason.FILE_NOT_YAML));
  }

  @Tag(LARGE)
  @ParameterizedTest(name = "{0}")
  @MethodSource("large")
  void largeTextIsEditedSoon(String name, String text) {
    // When
    EditResult result = assertTimeoutPreemptively(SOON, () -> write(text));

    // Then
    assertThat(result)
        .isEqualTo(
            new EditResult.Edited(
                Content.of(text.replace(OLD, NEW).getBytes(StandardCharsets.UTF_8)), List.of(OLD)));
  }

  static Stream<Arguments> dense() {
    return Stream.of(
        text("pairs", "x: [" + "a:,".repeat(MEBIBYTE / 3) + "]"),
        text("texts", "x: [" + "a,".repeat(MEBIBYTE / 2) + "]"),
        text("documents", "---\na:\n".repeat(MEBIBYTE / 7)),
        text("items", "x:\n" + "-\n".repeat(MEBIBYTE / 2)));
  }

  @Fault(
      value = "a file of few bytes and many values",
      holds = {"I6"})
  @ParameterizedTest(name = "{0}")
  @MethodSource("dense")
  void moreValuesThanAManifestHasAreNotHeldInMemory(String name, String text) {
    // When
    EditResult result = assertTimeoutPreemptively(SOON, () -> write(TARGET + text + "\n"));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            EditResult.Refused.class,
            refused -> {
              assertThat(refused.failure().reason()).isEqualTo(Reason.FILE_TOO_LARGE);
              assertThat(refused.failure().message())
                  .startsWith("web.yaml has more than 131072 ")
                  .contains("GITOPSBINDING_MAX_FILE_BYTES")
                  .endsWith(".");
            });
  }

  @Fault(
      value = "a file that is deep throughout, so that each value takes a hundred times as long",
      holds = {"I6"})
  @Test
  void aFileThatIsDeepThroughoutIsRefusedSoon() {
    // Given
    String deep = "[".repeat(190) + "a,".repeat(300) + "]".repeat(190) + ",\n ";
    String text = TARGET + "x: [" + deep.repeat(MEBIBYTE / deep.length()) + "]\n";

    // When
    EditResult result = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> write(text));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            EditResult.Refused.class,
            refused -> assertThat(refused.failure().message()).contains("levels deep throughout"));
  }

  @Tag(LARGE)
  @Test
  void theDensestManifestsAreEdited() {
    String rule = "- apiGroups: [apps]\n  resources: [pods, services]\n  verbs: [get, list]\n";
    String text = TARGET + "rules:\n" + rule.repeat(10_000);

    assertThat(write(text)).isInstanceOf(EditResult.Edited.class);
  }

  @Tag(LARGE)
  @Test
  void moreThanThreeMebibytesAreEditedWhereTheyAreAllowed() {
    String data = "data:\n" + ("  k%d: \"" + "x".repeat(990) + "\"\n").repeat(5_000);
    String yaml = TARGET + numbered(data);
    String json =
        """
        {"kind": "Deployment", "metadata": {"name": "web"}, "spec": {"template": {"spec":
        {"containers": [{"name": "web", "image": "%s"}]}}}, "data": {
        """
                .formatted(OLD)
            + numbered(("\"k%d\": \"" + "x".repeat(990) + "\",\n").repeat(5_000))
            + "\"last\":\"\"}}\n";

    assertThat(List.of(yaml, json))
        .allSatisfy(
            text ->
                assertThat(write(content(text), YamlLimits.of(50, 8 << 20)))
                    .isEqualTo(
                        new EditResult.Edited(content(text.replace(OLD, NEW)), List.of(OLD))));
  }

  private static String numbered(String text) {
    return text.formatted(IntStream.range(0, 5_000).boxed().toArray());
  }

  @Tag(LARGE)
  @Test
  void twoThousandTargetsAreEditedSoon() {
    // Given
    String text =
        "kind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {\n  containers: [ # 🚀\n"
            + ("  {name: 🚀, image: " + OLD + "},\n").repeat(2_000)
            + "]}}}\n";

    // When
    EditResult result =
        assertTimeoutPreemptively(
            SOON,
            () ->
                new WorkloadImageEditor(PATH, ALL, DefaultSettings.YAML_LIMITS)
                    .write(
                        content(text),
                        Stream.generate(() -> OLD).limit(2_000).toList(),
                        ImageVersions.ofTag("new")));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            EditResult.Edited.class,
            edited -> assertThat(edited.content()).isEqualTo(content(text.replace(OLD, NEW))));
  }

  @Test
  void aliasesUpToTheLimitAreEdited() {
    // Given
    String text = TARGET + "a: &a [x]\nb: [" + "*a, ".repeat(3) + "]\n";
    Content twoDocuments = content(text + "---\n" + text.replace(OLD, "nginx:1"));

    // When
    EditResult within = write(twoDocuments, new YamlLimits(3, 1000));
    EditResult above = write(twoDocuments, new YamlLimits(2, 1000));

    // Then
    assertThat(within).isInstanceOf(EditResult.Edited.class);
    assertThat(above)
        .isInstanceOfSatisfying(
            EditResult.Refused.class,
            refused ->
                assertThat(refused.failure().message())
                    .contains("more than 2 aliases", "GITOPSBINDING_MAX_YAML_ALIASES"));
  }

  @Test
  void nestingUpToTheLimitIsEdited() {
    // Given
    int depth = BoundedComposer.MAX_DEPTH - 1;
    String text = TARGET + "deep: " + "[".repeat(depth) + "]".repeat(depth) + "\n";

    // When, Then
    assertThat(write(text)).isInstanceOf(EditResult.Edited.class);
    assertThat(write(text.replace("[]", "[[]]"))).isInstanceOf(EditResult.Refused.class);
  }

  private static EditResult write(Content content, YamlLimits limits) {
    return new WorkloadImageEditor(PATH, ALL, limits)
        .write(content, List.of(OLD), ImageVersions.ofTag("new"));
  }

  private static EditResult write(String text) {
    return new WorkloadImageEditor(PATH, ALL, DefaultSettings.YAML_LIMITS)
        .write(content(text), List.of(OLD), ImageVersions.ofTag("new"));
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Arguments text(String name, String text) {
    return Arguments.of(name, text);
  }

  private static String nestedMappings(int depth) {
    return IntStream.range(0, depth)
        .mapToObj(i -> " ".repeat(i) + "a:\n")
        .collect(Collectors.joining());
  }

  /** Strings of "Aa" and "BB" have the same hash code if they have the same length. */
  private static String collidingKeys() {
    return IntStream.range(0, 1 << 13)
        .mapToObj(
            i ->
                IntStream.range(0, 13)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining("", "", ": 1\n")))
        .collect(Collectors.joining());
  }
}

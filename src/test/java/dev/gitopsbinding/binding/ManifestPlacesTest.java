package dev.gitopsbinding.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How places are named, and which are the same. */
class ManifestPlacesTest {
  @Test
  void oneEditIsNamedAsItsPath() {
    Binding path = Bindings.parse(Bindings.resource("{}"));
    Binding edit = binding("{path: apps/web/deployment.yaml}");

    assertThat(edit.file()).isEqualTo(path.file());
    assertThat(edit.selection()).isEqualTo(path.selection());
    assertThat(edit.writeTargets()).isEqualTo(path.writeTargets());
    assertThat(binding("{path: apps/web/deployment.yaml, key: image.tag}").selection())
        .isEqualTo(path.selection() + " at image.tag");
  }

  @Test
  void theStoredTextsDoNotDependOnTheOrder() {
    Binding some = binding("{path: b.yaml, key: x}", "{path: a.yaml}", "{path: b.yaml, key: y}");
    Binding same = binding("{path: a.yaml}", "{path: b.yaml, key: y}", "{path: b.yaml, key: x}");

    assertThat(some.file()).endsWith(":a.yaml, b.yaml").isEqualTo(same.file());
    assertThat(some.selection())
        .isEqualTo("Deployment/web [] ghcr.io/acme/web at a.yaml, b.yaml#x, b.yaml#y")
        .isEqualTo(same.selection());
  }

  @Test
  void theStoredTextsAreBoundedAndDifferNevertheless() {
    Binding many = binding(longPaths(16));
    Binding fewer = binding(longPaths(15));

    assertThat(many.file().length()).isLessThan(1200);
    assertThat(many.selection().length()).isLessThan(400);
    assertThat(many.file()).contains(" sha256:").isNotEqualTo(fewer.file());
    assertThat(many.selection()).isNotEqualTo(fewer.selection());
    assertThat(many.places().shown().length()).isLessThan(500);
  }

  @Test
  void sentencesNameThreePlacesAndWhatTellsThemApart() {
    ManifestPlaces places =
        binding(
                "{path: a.yaml}",
                "{path: b.yaml, key: x}",
                "{path: b.yaml, object: {name: web, namespace: shop}}",
                "{path: c.yaml, key: image.tag}")
            .places();

    assertThat(places.shownWith("hold"))
        .isEqualTo("4 places (a.yaml, b.yaml x, b.yaml Deployment/web in shop and 1 more) hold");
    assertThat(places.nameOf(places.all().getLast())).isEqualTo("c.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {path: v.yaml, key: image.tag} | {path: v.yaml, key: image.tag} | true
          {path: v.yaml, key: image.tag} | {path: v.yaml, key: side.tag} | false
          {path: v.yaml, key: image.tag} | {path: w.yaml, key: image.tag} | false
          {path: v.yaml, key: image.tag} | {path: v.yaml} | true
          {path: v.yaml, key: image.tag} | {path: v.yaml, object: {name: other}} | false
          {path: v.yaml, key: t, object: {name: a}} | {path: v.yaml, key: t, object: {name: b}} | false
          {path: v.yaml, key: t, object: {name: a}} | {path: v.yaml, key: t} | true
          {path: v.yaml} | {path: v.yaml} | true
          """)
  void fieldsAreTheSameIfTheyMayBeOne(String one, String other, boolean same) {
    ImageField field = binding(one).writeTargets().getFirst();
    ImageField second = binding(other).writeTargets().getFirst();

    assertThat(field.isSameAs(second)).isEqualTo(same).isEqualTo(second.isSameAs(field));
    if (same) {
      assertThat(field.indexKeys()).containsAnyElementsOf(second.indexKeys());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          edits: [{path: a.yaml}, {path: a.yaml}] | spec.manifest.edits[1] names the same place as spec.manifest.edits[0].
          edits: [{path: a.yaml, object: {name: b}}, {path: a.yaml, object: {kind: Deployment, name: b}}] | spec.manifest.edits[1] names the same
          edits: [{path: a.yaml}, {path: ../b.yaml}] | spec.manifest.edits[1].path must be a relative path
          edits: [{path: a.yaml, object: {kind: HelmRelease}}] | spec.manifest.edits[0].object.name is missing
          edits: [{}] | spec.manifest.edits[0].path is missing
          edits: [] | spec.manifest.edits must hold 1 to 16 places
          {path: b.yaml, edits: [{path: a.yaml}]} | spec.manifest.edits cannot be combined with spec.manifest.path
          {} | spec.manifest.path is missing
          """)
  void whatAnOlderSchemaHasLetPassIsRefused(String manifest, String message) {
    String fields =
        manifest.startsWith("{") ? manifest.substring(1, manifest.length() - 1) : manifest;
    assertThat(
            BindingParser.parse(
                Bindings.resource(
                    "manifest: {url: 'https://git.example.com/a/b', ref: {branch: main}%s}"
                        .formatted(fields.isBlank() ? "" : ", " + fields))))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> assertThat(failed.failure().message()).startsWith(message));
  }

  @Test
  void refsNeedASourceRepository() {
    assertThat(
            BindingParser.parse(
                Bindings.resource(
                    """
                    source: {binding: {name: staging}}
                    manifest:
                      url: https://git.example.com/a/b
                      ref: {branch: main}
                      edits: [{path: a.yaml, refs: true}]
                    """)))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed ->
                assertThat(failed.failure().message())
                    .startsWith("spec.manifest.edits[0].refs cannot be combined with"));
  }

  private static String[] longPaths(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "{path: %s-%d.yaml, key: image.tag}".formatted("p".repeat(900), number))
        .toArray(String[]::new);
  }

  private static Binding binding(String... edits) {
    return Bindings.parse(
        Bindings.resource(
            """
            manifest:
              url: ssh://git@git.example.com/acme/deploy.git
              ref: {branch: main}
              secretRef: {name: acme-git}
              edits: [%s]
            """
                .formatted(String.join(", ", List.of(edits)))));
  }
}

package dev.gitopsbinding.edit.argocd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
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
import org.junit.jupiter.api.Test;

/** Large Applications, and those that are meant to do harm: answered soon, without exceptions. */
class ApplicationImageEditorLimitsTest {
  private static final String IMAGE = "image: {repository: ghcr.io/acme/web, tag: old}\n";

  /** Far more than is needed, also on a busy machine; what takes quadratic time takes longer. */
  private static final Duration SOON = Duration.ofSeconds(15);

  @Fault(
      value = "Argo CD Applications that are large or made to take long",
      holds = {"I4", "I6"})
  @Test
  void manyCommentsBeforeTheValuesAreSkipped() {
    String comments = "          # x\n".repeat(5000);

    assertEdited(application("web", comments + "          ---\n          " + IMAGE));
    assertEdited(application("web", comments + "          " + IMAGE));
  }

  @Test
  void aHundredTextsThatCouldHoldTheImageAreRead() {
    assertEdited(application("web", "          " + IMAGE) + otherTexts(99));
  }

  @Test
  void moreTextsAreRefusedAndNotRead() {
    assertThat(write(application("web", "          " + IMAGE) + otherTexts(100)))
        .isInstanceOfSatisfying(
            EditResult.Refused.class,
            refused -> {
              assertThat(refused.failure().reason()).isEqualTo(Reason.FILE_TOO_LARGE);
              assertThat(refused.failure().message())
                  .isEqualTo(
                      "apps/web.yaml has more than 100 texts of Helm values in which the image"
                          + " ghcr.io/acme/web could be. Name the Application in object beside the"
                          + " path, or split the file.");
            });
  }

  @Test
  void manyParametersAreReadSoon() {
    String parameters =
        IntStream.range(0, 14_000)
            .mapToObj("      - {name: a%d.tag, value: b}\n"::formatted)
            .collect(Collectors.joining());

    assertEdited(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: web}
        spec:
          source:
            helm:
              parameters:
              - {name: image.repository, value: ghcr.io/acme/web}
              - {name: image.tag, value: old}
        """
            + parameters);
  }

  @Test
  void manyValuesInOneMappingAreReadSoon() {
    assertEdited(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: web}
        spec:
          source:
            helm:
              valuesObject:
                image: {repository: ghcr.io/acme/web, tag: old}
        """
            + IntStream.range(0, 30_000)
                .mapToObj("        a%d: b\n"::formatted)
                .collect(Collectors.joining()));
  }

  private static String otherTexts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "---\n" + application("other" + i, "          web: " + i + "\n"))
        .collect(Collectors.joining());
  }

  private static String application(String name, String values) {
    return """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: %s}
        spec:
          source:
            helm:
              values: |2
        %s"""
        .formatted(name, values);
  }

  private static void assertEdited(String text) {
    assertThat(assertTimeoutPreemptively(SOON, () -> write(text)))
        .isEqualTo(
            new EditResult.Edited(
                content(text.replaceFirst("\\bold\\b", "new")), List.of("ghcr.io/acme/web:old")));
  }

  private static EditResult write(String text) {
    ImageSelector selector =
        new ImageSelector(
            new ObjectSelector(
                "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
            List.of(),
            "ghcr.io/acme/web");
    return new ApplicationEditKind(DefaultSettings.YAML_LIMITS)
        .editor(new RepositoryPath("apps/web.yaml"), selector)
        .write(content(text), List.of("ghcr.io/acme/web:old"), ImageVersions.ofTag("new"));
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.gitopsbinding.edit.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KustomizationEditKindTest {
  private static final String KUSTOMIZE = "apiVersion: kustomize.config.k8s.io/v1beta1\n";
  private static final String FLUX = "apiVersion: kustomize.toolkit.fluxcd.io/v1\n";

  private static final ImageSelector SELECTOR =
      new ImageSelector(
          new ObjectSelector("spec.target", "Deployment", "web", List.of("shop")),
          List.of(),
          "docker.io/library/web");

  private final KustomizationEditKind kind = new KustomizationEditKind(DefaultSettings.YAML_LIMITS);

  @ParameterizedTest
  @CsvSource({
    "kustomization.yaml, true",
    "apps/web/kustomization.yml, true",
    "apps/Kustomization, true",
    "apps/web-kustomization.yaml, false",
    "kustomization.yaml/web.yaml, false"
  })
  void aFileIsRecognizedByItsName(String path, boolean expected) {
    assertThat(kind.recognizes(new RepositoryPath(path), content("resources: []\n"), SELECTOR))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Kustomization, true",
    "Component, true",
    "Deployment, false",
  })
  void aFileIsRecognizedByItsKind(String name, boolean expected) {
    assertThat(recognizes(KUSTOMIZE + "kind: " + name + "\n")).isEqualTo(expected);
    assertThat(recognizes(FLUX + "kind: " + name + "\n")).isEqualTo(expected);
    assertThat(recognizes("# kustomize.config.k8s.io/\nkind: " + name + "\n")).isFalse();
  }

  @Test
  void aFileThatHoldsAnotherObjectTooIsNotRecognized() {
    String flux = FLUX + "kind: Kustomization\n";
    assertThat(recognizes(flux + "---\n" + flux)).isTrue();
    assertThat(recognizes(flux + "---\napiVersion: apps/v1\nkind: Deployment\n")).isFalse();
    assertThat(recognizes(flux + "--- {")).isFalse();
    assertThat(recognizes("")).isFalse();
  }

  private boolean recognizes(String text) {
    return kind.recognizes(new RepositoryPath("apps/web.yaml"), content(text), SELECTOR);
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}

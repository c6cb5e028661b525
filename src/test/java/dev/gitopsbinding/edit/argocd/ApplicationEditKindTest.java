package dev.gitopsbinding.edit.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.key.KeyPath;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationEditKindTest {
  private static final String APPLICATION =
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        APPLICATION,
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n",
        "apiVersion: argoproj.io/v2\nkind: Application\n",
        "{\"apiVersion\": \"argoproj.io/v1alpha1\", \"kind\": \"Application\"}",
        "kind: List\nitems:\n- {apiVersion: argoproj.io/v1alpha1, kind: Application}\n",
        "kind: ConfigMap\n---\n" + APPLICATION,
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\n---\n" + APPLICATION,
      })
  void takesFilesWithApplications(String text) {
    assertThat(recognizes(text, null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "apiVersion: argoproj.io/v1alpha1\nkind: AppProject\n# Application\n",
        "apiVersion: app.k8s.io/v1beta1\nkind: Application\n# argoproj.io/\n",
        "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: web}\n",
        "kind: ConfigMap\ndata:\n  x: |\n    apiVersion: argoproj.io/v1alpha1\n    kind: Application\n",
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nx: [\n",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n---\n" + APPLICATION,
      })
  void leavesOtherFilesToOtherKinds(String text) {
    assertThat(recognizes(text, null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "helm.parameters[image.tag], true",
    "helm.parameters[name=image.tag], true",
    "helm.parameters[name='image.tag'], true",
    "'helm.parameters[name=\"containers[0].image.tag\"]', true",
    "helm.parameters[value=v1], false",
    "helm.parameters[0], false",
    "spec.source.helm.parameters[name=image.tag].value, false",
    "helm.parameters[a][b], false",
    "image.tag, false"
  })
  void takesKeysThatNameAParameter(String key, boolean expected) {
    assertThat(recognizes(APPLICATION, new KeyPath(key.replace("''", "'")))).isEqualTo(expected);
  }

  @Test
  void theNameOfAParameterMayHoldWhatHelmEscapes() {
    assertThat(ParameterKey.of(new KeyPath("helm.parameters[name=a\\.b/c]")))
        .hasValue(new ParameterKey("a\\.b/c"));
  }

  private static boolean recognizes(String text, @Nullable KeyPath key) {
    ImageSelector selector =
        new ImageSelector(
            new ObjectSelector(
                "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
            List.of(),
            "ghcr.io/acme/web",
            key,
            false,
            null);
    return new ApplicationEditKind(DefaultSettings.YAML_LIMITS)
        .recognizes(
            new RepositoryPath("apps/web.yaml"),
            Content.of(text.getBytes(StandardCharsets.UTF_8)),
            selector);
  }
}

package dev.gitopsbinding.edit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an item of a list takes over from the list. */
class KubernetesObjectTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: DeploymentList | metadata: {name: web}                            | Deployment | apps/v1",
        "kind: DeploymentList | {kind: Deployment, metadata: {name: web}}        | Deployment | ''",
        "kind: DeploymentList | {apiVersion: a.example/v1, metadata: {name: web}} | Deployment | a.example/v1",
        "kind: List           | metadata: {name: web}                            | ''         | ''",
        "kind: List           | {kind: Deployment, metadata: {name: web}}        | Deployment | ''",
      })
  void onlyAnItemOfATypedListThatNamesNoKindTakesKindAndVersionOver(
      String list, String item, String kind, String apiVersion) {
    KubernetesObject object = only(list + "\napiVersion: apps/v1\nitems:\n  - " + item + "\n");

    assertThat(object.name()).isEqualTo("web");
    assertThat(object.kind()).isEqualTo(kind);
    assertThat(object.apiVersion()).isEqualTo(apiVersion);
    assertThat(object.line()).isEqualTo(4);
  }

  @Test
  void theGroupIsWhatStandsBeforeTheSlash() {
    assertThat(only("apiVersion: apps/v1").group()).isEqualTo("apps");
    assertThat(only("apiVersion: v1").group()).isEmpty();
    assertThat(only("apiVersion: /v1").group()).isEmpty();
    assertThat(only("kind: Pod").group()).isEmpty();
  }

  private static KubernetesObject only(String text) {
    Result<YamlFile> file =
        YamlFile.parse(
            new RepositoryPath("web.yaml"),
            Content.of(text.getBytes(StandardCharsets.UTF_8)),
            DefaultSettings.YAML_LIMITS);
    assertThat(file).isInstanceOf(Result.Ok.class);
    List<KubernetesObject> objects = KubernetesObject.in(((Result.Ok<YamlFile>) file).value());
    assertThat(objects).hasSize(1);
    return objects.getFirst();
  }
}

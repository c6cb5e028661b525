package dev.gitopsbinding.edit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadEditKindTest {
  private static final RepositoryPath PATH = new RepositoryPath("web.txt");
  private static final Content POD =
      Content.of(
          "{kind: Pod, metadata: {name: web}, spec: {containers: [{name: web, image: 'web:1'}]}}"
              .getBytes(StandardCharsets.UTF_8));

  private final WorkloadEditKind kind = new WorkloadEditKind(DefaultSettings.YAML_LIMITS);

  @Test
  void everyFileIsTakenAndItsEditorReadsManifests() {
    var selector =
        new ImageSelector(
            new ObjectSelector("spec.target", "Pod", "web", List.of(ObjectSelector.NO_NAMESPACE)),
            List.of(),
            "docker.io/library/web");

    assertThat(kind.recognizes(PATH, POD, selector)).isTrue();
    assertThat(kind.recognizes(PATH, Content.of(new byte[0]), selector)).isTrue();
    assertThat(kind.editor(PATH, selector).read(POD)).isEqualTo(Result.ok(List.of("web:1")));
  }
}

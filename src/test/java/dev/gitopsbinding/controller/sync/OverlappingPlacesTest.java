package dev.gitopsbinding.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits.ManifestEdit;
import dev.gitopsbinding.controller.sync.manifest.PlannedEdit;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.key.KeyEditKind;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two places of one file that select one image. */
class OverlappingPlacesTest {
  private static final String KEY = "{path: a.yaml, key: 'spec.template.spec.containers[0].image'}";
  private static final ImageVersion NEW = ImageVersions.ofTag("new");
  private final ManifestEdits edits =
      new ManifestEdits(
          new EditKinds(
              List.of(
                  new KeyEditKind(DefaultSettings.YAML_LIMITS),
                  new WorkloadEditKind(DefaultSettings.YAML_LIMITS))));

  @ParameterizedTest
  @ValueSource(strings = {KEY + ", {path: a.yaml}", "{path: a.yaml}, " + KEY})
  void whatOnePlaceHasWrittenIsNoOtherEdit(String places) {
    // Given
    List<PlannedEdit> planned = planned(places);

    // When
    Content content = file("old", "old");
    List<String> replaced = new ArrayList<>();
    for (PlannedEdit edit : planned) {
      EditResult result = edit.apply(content);
      assertThat(result).isInstanceOfAny(EditResult.Edited.class, EditResult.AlreadyApplied.class);
      if (result instanceof EditResult.Edited(Content edited, List<String> those)) {
        content = edited;
        replaced.addAll(those);
      }
    }

    // Then
    assertThat(content).isEqualTo(file("new", "new"));
    assertThat(replaced).containsExactly("ghcr.io/acme/web:old", "ghcr.io/acme/web:old");
  }

  @Test
  void whatAPersonHasWrittenIs() {
    PlannedEdit all = planned("{path: a.yaml}, " + KEY).getFirst();

    assertThat(all.apply(file("new", "person"))).isInstanceOf(EditResult.Superseded.class);
    assertThat(all.apply(file("person", "old"))).isInstanceOf(EditResult.Superseded.class);
    assertThat(all.apply(file("new", "new"))).isInstanceOf(EditResult.AlreadyApplied.class);
  }

  private List<PlannedEdit> planned(String places) {
    Binding binding =
        Bindings.parse(
            Bindings.resource(
                """
                target: {name: web, containers: ["*"]}
                manifest:
                  url: https://git.example.com/deploy
                  ref: {branch: main}
                  edits: [%s]
                """
                    .formatted(places)));
    return edits.of(binding).stream().map(OverlappingPlacesTest::planned).toList();
  }

  private static PlannedEdit planned(ManifestEdit edit) {
    return switch (edit.editor().read(file("old", "old"))) {
      case Result.Ok<List<String>>(var seen) ->
          new PlannedEdit(edit.place(), edit.editor(), seen, null, NEW);
      case Result.Failed<List<String>>(var failure) -> throw new AssertionError(failure.message());
    };
  }

  private static Content file(String first, String second) {
    return Content.of(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
              - {name: web, image: "ghcr.io/acme/web:%s"}
              - {name: other, image: "ghcr.io/acme/web:%s"}
        """
            .formatted(first, second)
            .getBytes(StandardCharsets.UTF_8));
  }
}

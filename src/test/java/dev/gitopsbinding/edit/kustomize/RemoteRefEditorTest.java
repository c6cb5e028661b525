package dev.gitopsbinding.edit.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What else may happen to the file between a plan and its push; see the golden cases. */
class RemoteRefEditorTest {
  private static final String OLD = "57d04a3f6a1c9e2b8d7f0c5e4b3a29181706f5e4";
  private static final CommitSha NEW = new CommitSha("3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234");
  private static final String OTHER = "0000000000000000000000000000000000000001";
  private static final String REF = "github.com/acme/web?ref=";

  private final ImageEditor editor =
      new KustomizationEditKind(DefaultSettings.YAML_LIMITS)
          .editor(
              new RepositoryPath("kustomization.yaml"),
              new ImageSelector(
                  new ObjectSelector("spec.target", "Deployment", "web", List.of("shop")),
                  List.of(),
                  "ghcr.io/acme/web",
                  null,
                  false,
                  RepositoryUrl.parse("https://github.com/acme/web").identity()));

  @Test
  void anotherBindingMayHaveMovedTheReferences() {
    assertThat(write(file(NEW.hex(), OLD), List.of("ghcr.io/acme/web:" + OLD)))
        .isEqualTo(
            new EditResult.Edited(
                file(NEW.hex(), NEW.hex()), List.of("ghcr.io/acme/web:" + OLD, REF + NEW)));
  }

  @Test
  void aReferenceThatSomebodyElseMovedElsewhereIsNotReplaced() {
    List<String> found = List.of("ghcr.io/acme/web:" + OLD, REF + OTHER);

    assertThat(write(file(OTHER, OLD), List.of("ghcr.io/acme/web:" + OLD)))
        .isEqualTo(new EditResult.Superseded(found));
    assertThat(write(file(OTHER, OLD), found))
        .isEqualTo(new EditResult.Edited(file(NEW.hex(), NEW.hex()), found));
  }

  @Test
  void aFileThatHoldsBothIsAsWantedWhateverWasExpected() {
    assertThat(write(file(NEW.hex(), NEW.hex()), List.of("other")))
        .isEqualTo(new EditResult.AlreadyApplied());
    assertThat(write(file(OTHER, NEW.hex()), List.of("ghcr.io/acme/web:" + OLD)))
        .isInstanceOf(EditResult.Superseded.class);
  }

  private EditResult write(Content content, List<String> expected) {
    return editor.write(content, expected, new ImageVersion(NEW.hex(), null, NEW));
  }

  private static Content file(String ref, String tag) {
    return Content.of(
        """
        resources: ["https://github.com/acme/web//config?ref=%s"]
        images: [{name: ghcr.io/acme/web, newTag: %s}]
        """
            .formatted(ref, tag)
            .getBytes(StandardCharsets.UTF_8));
  }
}

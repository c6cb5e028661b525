package dev.gitopsbinding.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.model.key.KeyPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EditKindsTest {
  private static final RepositoryPath PATH = new RepositoryPath("apps/web.yaml");
  private static final ImageSelector SELECTOR =
      new ImageSelector(
          new ObjectSelector("spec.target", "Deployment", "web", List.of("shop")),
          List.of(),
          "ghcr.io/acme/web");

  private final EditKind values = new BeginningEditKind("values");
  private final EditKind rest = new BeginningEditKind("");

  @Test
  void theFirstKindThatRecognizesAFileEditsIt() {
    // Given
    ImageEditor editor = new EditKinds(List.of(values, rest)).editor(PATH, SELECTOR);

    // When, Then
    assertThat(editor.read(content("values: 1"))).isEqualTo(read("values"));
    assertThat(editor.write(content("values: 1"), List.of("old"), ImageVersions.ofTag("new")))
        .isEqualTo(written("values"));
    assertThat(editor.read(content("kind: Pod"))).isEqualTo(read(""));
    assertThat(editor.write(content("kind: Pod"), List.of("old"), ImageVersions.ofTag("new")))
        .isEqualTo(written(""));
  }

  @Test
  void aKindBehindOneThatTakesEveryFileEditsNone() {
    ImageEditor editor = new EditKinds(List.of(rest, values)).editor(PATH, SELECTOR);

    assertThat(editor.read(content("values: 1"))).isEqualTo(read(""));
  }

  @Test
  void aFileThatNoKindRecognizesIsAFaultThatNamesIt() {
    ImageEditor editor = new EditKinds(List.of(values)).editor(PATH, SELECTOR);

    assertThatThrownBy(() -> editor.read(content("kind: Pod")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(PATH.value());
  }

  @Test
  void refsWithAKeyThatNamesNoEntryAreRefused() {
    // Given
    ImageSelector selector =
        new ImageSelector(
            SELECTOR.object(),
            List.of(),
            SELECTOR.repository(),
            new KeyPath("images[0].newTag"),
            false,
            RepositoryUrl.parse("https://github.com/acme/web.git").identity());

    // When
    Result<List<String>> result =
        new EditKinds(List.of(rest)).editor(PATH, selector).read(content("images: []"));

    // Then
    assertThat(result)
        .isEqualTo(
            Result.failed(
                new Failure.File(
                    Reason.INVALID_SPEC,
                    "spec.manifest.edits: the key images[0].newTag in apps/web.yaml names no entry"
                        + " of images of a Kustomization, and refs move only with one. Name the"
                        + " entry, such as images[web], or remove refs from this edit.")));
  }

  @Test
  void theListIsCopied() {
    List<EditKind> list = new ArrayList<>(List.of(rest));
    EditKinds kinds = new EditKinds(list);

    list.clear();

    assertThat(kinds.inOrder()).containsExactly(rest);
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Result<List<String>> read(String kind) {
    return Result.ok(List.of(kind, PATH.value(), SELECTOR.repository()));
  }

  private static EditResult written(String kind) {
    return new EditResult.Superseded(List.of(kind, "old", "new"));
  }

  /** Takes files that begin so; its editor tells what it was asked. */
  private record BeginningEditKind(String beginning) implements EditKind {
    @Override
    public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
      return new String(content.bytes(), StandardCharsets.UTF_8).startsWith(beginning);
    }

    @Override
    public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
      return new ImageEditor() {
        @Override
        public Result<List<String>> read(Content content) {
          return Result.ok(List.of(beginning, path.value(), selector.repository()));
        }

        @Override
        public EditResult write(Content content, List<String> expected, ImageVersion version) {
          return new EditResult.Superseded(List.of(beginning, expected.getFirst(), version.tag()));
        }
      };
    }
  }
}

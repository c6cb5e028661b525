package dev.gitopsbinding.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gitopsbinding.edit.EditKind;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.testing.DefaultSettings;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncWarmUpTest {
  private static final EditKind USUAL = new WorkloadEditKind(DefaultSettings.YAML_LIMITS);

  private final List<String> written = new ArrayList<>();
  private final KubernetesSerialization json =
      new KubernetesSerialization() {
        @Override
        public <T> String asJson(T object) {
          written.add(super.asJson(object));
          return written.getLast();
        }
      };

  @Test
  void goesThroughAWholePush() {
    warmUp(USUAL).run();

    assertThat(written).singleElement().asString().contains("UpToDate", "b".repeat(40));
  }

  @Test
  void saysWhereNothingWasEdited() {
    assertThatIllegalStateException()
        .isThrownBy(warmUp(new UnwrittenEditKind(USUAL))::run)
        .withMessageContaining("edits nothing");
  }

  private SyncWarmUp warmUp(EditKind kind) {
    return new SyncWarmUp(json, new EditKinds(List.of(kind)));
  }

  /** Reads as another kind, and writes nothing. */
  private record UnwrittenEditKind(EditKind usual) implements EditKind {
    @Override
    public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
      return usual.recognizes(path, content, selector);
    }

    @Override
    public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
      ImageEditor editor = usual.editor(path, selector);
      return new ImageEditor() {
        @Override
        public Result<List<String>> read(Content content) {
          return editor.read(content);
        }

        @Override
        public EditResult write(Content content, List<String> expected, ImageVersion version) {
          return new EditResult.AlreadyApplied();
        }
      };
    }
  }
}

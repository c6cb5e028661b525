package dev.gitopsbinding.edit.key;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.EditKind;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Makes an edit and judges what came out of it by other means than those that made it: the values
 * of both files as a parser of YAML 1.1 and one of YAML 1.2 load them.
 */
final class ValuesJudge {
  private static final RepositoryPath PATH = new RepositoryPath("values.yaml");
  private static final EditKind KIND = new KeyEditKind(DefaultSettings.YAML_LIMITS);
  private static final int LONGEST_MESSAGE = 2000;

  private ValuesJudge() {}

  static ImageEditor editor(ImageSelector selector) {
    return KIND.editor(PATH, selector);
  }

  static boolean recognizes(Content content, ImageSelector selector) {
    return KIND.recognizes(PATH, content, selector);
  }

  /** Fails unless the edit is refused, or makes one value a string with the tag. */
  static void assertSafe(Content before, ImageSelector selector, String tag) {
    assertThat(recognizes(before, selector) || selector.key() == null).isTrue();
    ImageEditor editor = editor(selector);
    switch (editor.read(before)) {
      case Result.Failed<List<String>>(Failure failure) -> {
        assertMessage(failure);
        assertThat(editor.write(before, List.of(), ImageVersions.ofTag(tag)))
            .isInstanceOf(EditResult.Refused.class);
      }
      case Result.Ok<List<String>>(List<String> found) -> {
        assertThat(found).hasSize(1);
        judge(before, editor, found, tag, selector.pinned());
      }
    }
  }

  private static void judge(
      Content before, ImageEditor editor, List<String> found, String tag, boolean pinned) {
    switch (editor.write(before, found, ImageVersions.ofTag(tag))) {
      case EditResult.Refused(Failure.File failure) -> {
        assertMessage(failure);
        assertThat(failure.reason()).isIn(Reason.IMAGE_NOT_EDITABLE, Reason.INVALID_SPEC);
      }
      case EditResult.AlreadyApplied() -> assertThat(found.getFirst()).endsWith(":" + tag);
      case EditResult.Edited(Content after, List<String> replaced) -> {
        assertThat(replaced).isEqualTo(found);
        assertOneStringChanged(text(before), text(after), tag, pinned);
        assertThat(editor.write(after, found, ImageVersions.ofTag(tag)))
            .isEqualTo(new EditResult.AlreadyApplied());
      }
      case EditResult.Superseded superseded ->
          throw new AssertionError("what was just read is not found: " + superseded);
    }
  }

  /**
   * Both parsers see one value that differs, or one key more, and there a string with the tag.
   *
   * @param undigested whether a digest beside it may have gone, as the version has none
   */
  static void assertOneStringChanged(String before, String after, String tag, boolean undigested) {
    assertOneChange(yaml11(before), yaml11(after), tag, undigested);
    assertOneChange(yaml12(before), yaml12(after), tag, undigested);
  }

  private static void assertOneChange(Object before, Object after, String tag, boolean undigested) {
    List<Object> changes = new ArrayList<>();
    collect(before, after, changes);
    if (undigested) {
      changes.removeIf(""::equals);
    }
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst())
        .isInstanceOfSatisfying(
            String.class,
            text -> assertThat(text.equals(tag) || text.endsWith(":" + tag)).isTrue());
  }

  private static void collect(Object before, Object after, List<Object> changes) {
    if (before instanceof Map<?, ?> old
        && after instanceof Map<?, ?> now
        && List.copyOf(now.keySet().stream().map(String::valueOf).toList())
            .containsAll(old.keySet().stream().map(String::valueOf).toList())) {
      now.forEach(
          (key, value) -> {
            if (old.containsKey(key)) {
              collect(old.get(key), value, changes);
            } else {
              changes.add(value);
            }
          });
    } else if (before instanceof List<?> old
        && after instanceof List<?> now
        && old.size() == now.size()) {
      for (int i = 0; i < now.size(); i++) {
        collect(old.get(i), now.get(i), changes);
      }
    } else if (!Objects.equals(before, after)) {
      changes.add(after);
    }
  }

  private static List<Object> yaml11(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<Object> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(options)).loadAll(text).forEach(documents::add);
    return documents;
  }

  private static List<Object> yaml12(String text) {
    List<Object> documents = new ArrayList<>();
    new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(documents::add);
    return documents;
  }

  static String text(Content content) {
    String text = new String(content.bytes(), StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static void assertMessage(Failure failure) {
    assertOneLine(failure.message());
    assertThat(failure.message()).hasSizeLessThan(LONGEST_MESSAGE);
  }
}

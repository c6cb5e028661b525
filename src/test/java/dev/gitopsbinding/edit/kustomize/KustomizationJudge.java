package dev.gitopsbinding.edit.kustomize;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Edits a Kustomization and judges what came out of it: the values that differ to a parser of YAML
 * 1.1 and to one of YAML 1.2, and the lines that differ.
 */
record KustomizationJudge(Content before, ImageSelector selector, ImageVersion version) {
  private static final RepositoryPath PATH = new RepositoryPath("apps/web/kustomization.yaml");
  private static final int LONGEST_MESSAGE = 2000;

  /** A value that differs; null before if it was not there. */
  private record Difference(String path, Object before, Object after) {}

  /** Fails unless the edit is refused, or changes the tag and references, and nothing else. */
  static EditResult assertSafe(Content before, ImageSelector selector, ImageVersion version) {
    return new KustomizationJudge(before, selector, version).judged();
  }

  private EditResult judged() {
    return switch (editor().read(before)) {
      case Result.Failed<List<String>>(Failure failure) -> {
        assertMessage(failure);
        EditResult result = write(before, List.of());
        assertThat(result).isInstanceOf(EditResult.Refused.class);
        assertMessage(((EditResult.Refused) result).failure());
        yield result;
      }
      case Result.Ok<List<String>>(List<String> found) -> {
        assertThat(found).isNotEmpty();
        EditResult result = write(before, found);
        judge(found, result);
        yield result;
      }
    };
  }

  private void judge(List<String> found, EditResult result) {
    switch (result) {
      case EditResult.Refused(Failure.File failure) -> {
        assertMessage(failure);
        assertThat(failure.reason())
            .isIn(Reason.IMAGE_NOT_EDITABLE, Reason.REF_NOT_MOVED, Reason.INVALID_SPEC);
      }
      case EditResult.AlreadyApplied() ->
          assertThat(write(before, List.of("other"))).isEqualTo(new EditResult.AlreadyApplied());
      case EditResult.Edited(Content after, List<String> replaced) -> {
        assertThat(replaced).isEqualTo(found);
        assertThat(write(after, found)).isEqualTo(new EditResult.AlreadyApplied());
        assertThat(write(before, List.of())).isEqualTo(new EditResult.Superseded(found));
        assertThat(editor().read(after)).isInstanceOf(Result.Ok.class);
        int changed = assertLines(after);
        assertValues(after, KustomizationJudge::yaml12, changed);
        assertValues(after, KustomizationJudge::yaml11, changed);
      }
      case EditResult.Superseded superseded ->
          throw new AssertionError("what was just read is not found: " + superseded);
    }
  }

  /** At most one line more; the others are as many, and all but a few are equal. */
  private int assertLines(Content after) {
    List<String> old = List.of(text(before).split("\n", -1));
    List<String> now = List.of(text(after).split("\n", -1));
    assertThat(now.size() - old.size()).isBetween(0, 1);
    Set<String> known = new HashSet<>(old);
    List<String> changed = now.stream().filter(line -> !known.contains(line)).toList();
    for (String line : changed) {
      assertThat(line)
          .satisfiesAnyOf(
              one -> assertThat(one).contains(version.tag()),
              one -> assertThat(one).contains(String.valueOf(version.commit())),
              // The line before, which had no line break, may have got one.
              one -> assertThat(known).contains(one.stripTrailing()));
    }
    return changed.size();
  }

  private void assertValues(Content after, Function<String, Optional<Object>> parser, int lines) {
    Optional<Object> old = parser.apply(text(before));
    if (old.isEmpty()) {
      return;
    }
    Optional<Object> now = parser.apply(text(after));
    assertThat(now).as("readable as before").isPresent();
    List<Difference> differences = new ArrayList<>();
    compare("", old.get(), now.get(), differences);
    assertThat(differences).isNotEmpty();
    assertThat(lines).isLessThanOrEqualTo(differences.size() + 1);
    assertThat(differences).allMatch(this::isMeant);
    assertThat(differences.stream().filter(one -> one.path().endsWith("newTag")).count())
        .isLessThanOrEqualTo(1);
  }

  private boolean isMeant(Difference one) {
    if (one.path().matches("/\\d+(/spec)?/images/\\d+/newTag")) {
      return version.tag().equals(one.after());
    }
    return selector.refsOf() != null
        && one.path().matches("/\\d+(/spec)?/(resources|components|bases)/\\d+")
        && one.before() instanceof String old
        && one.after() instanceof String now
        && isMoved(old, now);
  }

  private boolean isMoved(String old, String now) {
    int at = now.indexOf(version.commit().hex());
    int end = at + version.commit().hex().length();
    return at > 0
        && old.length() == now.length()
        && old.substring(at, end).matches("[0-9a-fA-F]{40}")
        && old.substring(0, at).equals(now.substring(0, at))
        && old.substring(end).equals(now.substring(end))
        && old.contains(selector.refsOf().path());
  }

  private static void compare(String path, Object old, Object now, List<Difference> found) {
    switch (old) {
      case Map<?, ?> map when now instanceof Map<?, ?> other -> {
        Set<Object> keys = new LinkedHashSet<>(map.keySet());
        keys.addAll(other.keySet());
        for (Object key : keys) {
          if (map.get(key) == null || other.get(key) == null) {
            if (!Objects.equals(map.get(key), other.get(key))) {
              found.add(new Difference(path + "/" + key, map.get(key), other.get(key)));
            }
          } else {
            compare(path + "/" + key, map.get(key), other.get(key), found);
          }
        }
      }
      case List<?> list when now instanceof List<?> other && list.size() == other.size() -> {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) == null || other.get(i) == null) {
            assertThat(other.get(i)).isEqualTo(list.get(i));
          } else {
            compare(path + "/" + i, list.get(i), other.get(i), found);
          }
        }
      }
      default -> {
        if (!Objects.deepEquals(old, now)) {
          found.add(new Difference(path, old, now));
        }
      }
    }
  }

  private ImageEditor editor() {
    return new KustomizationEditKind(DefaultSettings.YAML_LIMITS).editor(PATH, selector);
  }

  private EditResult write(Content content, List<String> expected) {
    return editor().write(content, expected, version);
  }

  /** Empty if the parser cannot read it; a text with anchors may be endless as a tree. */
  private static Optional<Object> yaml12(String text) {
    if (text.indexOf('&') >= 0 && text.indexOf('*') >= 0) {
      return Optional.empty();
    }
    try {
      List<Object> documents = new ArrayList<>();
      new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(documents::add);
      return Optional.of(documents);
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> yaml11(String text) {
    if (text.indexOf('&') >= 0 && text.indexOf('*') >= 0) {
      return Optional.empty();
    }
    try {
      List<Object> documents = new ArrayList<>();
      new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(documents::add);
      return Optional.of(documents);
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static String text(Content content) {
    return new String(content.bytes(), StandardCharsets.UTF_8);
  }

  private static void assertMessage(Failure failure) {
    assertOneLine(failure.message());
    assertThat(failure.message()).hasSizeLessThan(LONGEST_MESSAGE);
  }
}

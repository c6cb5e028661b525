package dev.gitopsbinding.edit.argocd;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.edit.GoldenCase;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.model.key.KeyPath;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** An Application is refused, or one value of it changes: to a string with the tag. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApplicationImageEditorFuzzTest {
  private static final RepositoryPath PATH = new RepositoryPath("apps/web.yaml");
  private static final String TAG = "3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234";
  private static final ImageVersion VERSION = ImageVersions.ofTag(TAG);

  /** Other files are never given to this editor. */
  static Stream<byte[]> golden() {
    return GoldenCase.all()
        .map(golden -> golden.input().bytes())
        .filter(input -> input.length < 4096)
        .filter(input -> new String(input, StandardCharsets.UTF_8).contains("argoproj"));
  }

  @MethodSource("golden")
  @FuzzTest
  void file(byte[] input) {
    Content content = Content.of(input);
    assertSafe(content, null);
    assertSafe(content, new KeyPath("helm.parameters[image.tag]"));
  }

  /** Parts: a parameter's value, what stands behind the parameters, and the lines of the values. */
  @FuzzTest
  void parts(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String text =
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: web}
        spec:
          source:
            helm:
              parameters:
              - {name: image.tag, value: %s}
        %s
              values: |
        %s"""
            .formatted(parts.get(0), parts.get(1), parts.get(2).indent(8));
    Content content = Content.of(text.getBytes(StandardCharsets.UTF_8));
    assertSafe(content, null);
    assertSafe(content, new KeyPath("helm.parameters[image.tag]"));
  }

  private static void assertSafe(Content before, @Nullable KeyPath key) {
    ImageEditor editor =
        new ApplicationImageEditor(PATH, selector(key), DefaultSettings.YAML_LIMITS);
    switch (editor.read(before)) {
      case Result.Failed<List<String>>(Failure failure) -> {
        assertOneLine(failure.message());
        assertThat(editor.write(before, List.of(), VERSION)).isInstanceOf(EditResult.Refused.class);
      }
      case Result.Ok<List<String>>(List<String> found) -> {
        assertThat(found).hasSize(1);
        judge(editor, before, found, editor.write(before, found, VERSION));
      }
    }
  }

  private static void judge(
      ImageEditor editor, Content before, List<String> found, EditResult result) {
    switch (result) {
      case EditResult.Refused(Failure.File failure) -> assertOneLine(failure.message());
      case EditResult.AlreadyApplied() -> assertThat(found.getFirst()).contains(TAG);
      case EditResult.Edited(Content after, List<String> replaced) -> {
        assertThat(replaced).isEqualTo(found);
        assertThat(editor.write(after, found, VERSION)).isEqualTo(new EditResult.AlreadyApplied());
        assertThat(editor.write(before, List.of(), VERSION))
            .isEqualTo(new EditResult.Superseded(found));
        assertOneValue(text(before), text(after));
      }
      case EditResult.Superseded superseded ->
          throw new AssertionError("what was just read is not found: " + superseded);
    }
  }

  /** In the text of values too, which is one value of the Application. */
  private static void assertOneValue(String before, String after) {
    Optional<Map<String, Object>> old = leaves(before);
    if (old.isEmpty()) {
      return;
    }
    Map<String, Object> now = leaves(after).orElseThrow();
    List<String> changed =
        now.keySet().stream().filter(path -> !now.get(path).equals(old.get().get(path))).toList();
    assertThat(changed).hasSize(1);
    assertThat(now.keySet()).containsAll(old.get().keySet());
    assertThat(now.get(changed.getFirst())).asString().contains(TAG);
    if (changed.getFirst().endsWith("/helm/values")) {
      assertOneValue(
          String.valueOf(old.get().get(changed.getFirst())),
          String.valueOf(now.get(changed.getFirst())));
    } else {
      assertThat(now.size() - old.get().size()).isBetween(0, 1);
    }
  }

  /** Empty if the parser cannot read the text; with anchors it may be endless as a tree. */
  private static Optional<Map<String, Object>> leaves(String text) {
    if (text.indexOf('&') >= 0) {
      return Optional.empty();
    }
    try {
      List<Object> documents = new ArrayList<>();
      new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(documents::add);
      Map<String, Object> leaves = new TreeMap<>();
      collect("", documents, leaves);
      return Optional.of(leaves);
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static void collect(String path, @Nullable Object node, Map<String, Object> leaves) {
    switch (node) {
      case Map<?, ?> map -> map.forEach((key, value) -> collect(path + "/" + key, value, leaves));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          collect(path + "/" + i, list.get(i), leaves);
        }
      }
      case null -> leaves.put(path, "null");
      case byte[] bytes -> leaves.put(path, List.of(bytes.length));
      default -> leaves.put(path, node);
    }
  }

  private static String text(Content content) {
    return new String(content.bytes(), StandardCharsets.UTF_8);
  }

  private static ImageSelector selector(@Nullable KeyPath key) {
    return new ImageSelector(
        new ObjectSelector(
            "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
        List.of(),
        "ghcr.io/acme/web",
        key,
        false,
        null);
  }
}

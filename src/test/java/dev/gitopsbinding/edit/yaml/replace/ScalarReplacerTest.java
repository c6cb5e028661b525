package dev.gitopsbinding.edit.yaml.replace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalarReplacerTest {
  /** Far more than is needed, also on a busy machine; what takes quadratic time takes longer. */
  private static final Duration SOON = Duration.ofSeconds(15);

  @Test
  void manyScalarsAreReplacedSoon() {
    // Given
    String lines = "- old # 😀 %s\n".formatted("x".repeat(20)).repeat(30_000);
    Result<YamlFile> parsed =
        YamlFile.parse(
            new RepositoryPath("apps/web.yaml"),
            Content.of(lines.getBytes(StandardCharsets.UTF_8)),
            DefaultSettings.YAML_LIMITS);
    YamlFile file = ((Result.Ok<YamlFile>) parsed).value();
    List<ScalarReplacer.Replacement> replacements =
        ResolvedNode.root(file.documents().getFirst(), file).items().stream()
            .map(node -> new ScalarReplacer.Replacement(node, "newer", "it"))
            .toList();

    // When
    Result<String> replaced =
        assertTimeoutPreemptively(
            SOON, () -> ScalarReplacer.of(file, replacements.reversed(), Reason.REF_NOT_MOVED));

    // Then
    assertThat(replaced).isEqualTo(Result.ok(lines.replace("old", "newer")));
  }
}

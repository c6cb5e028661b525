package dev.gitopsbinding.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.documentation.MarkdownPage.Block;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.program.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What readers copy from the pages is accepted by a real API server, and by Helm. */
@ExtendWith(ApiServerExtension.class)
class YamlBlocksIT {
  @TempDir private Path folder;

  @Test
  void everyBlockSaysWhatItIs() {
    assertThat(MarkdownPage.all())
        .flatExtracting(MarkdownPage::blocks)
        .filteredOn(block -> block.info().matches("ya?ml.*"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(block.info()).as(block.place()).isIn(YamlBlocks.kinds()));
  }

  @Test
  void theApiServerAcceptsEveryObjectAndEveryPartOfABinding(ApiServer server) throws IOException {
    List<Block> objects = YamlBlocks.objects();
    List<Block> fragments = YamlBlocks.of(YamlBlocks.FRAGMENT);
    for (Block block : objects) {
      List<JsonNode> documents = YamlBlocks.documents(block);
      assertThat(documents).as(block.place()).isNotEmpty();
      documents.forEach(document -> makeNamespace(server, document, block));
      write(block, block.text());
    }
    for (Block fragment : fragments) {
      write(fragment, YamlBlocks.text(YamlBlocks.completed(fragment)));
    }

    ApiServer.Output output =
        server.kubectl(
            "apply",
            "--server-side",
            "--force-conflicts",
            "--dry-run=server",
            "--validate=strict",
            "-f",
            folder.toString());

    assertThat(objects).hasSizeGreaterThan(15);
    assertThat(fragments).hasSizeGreaterThan(5);
    assertThat(output.exitCode()).as(output.text()).isZero();
    assertThat(output.text()).doesNotContain("Warning");
  }

  @Test
  void helmAcceptsEveryBlockOfValues() throws IOException {
    Helm helm = Helm.find(folder);

    for (Block block : YamlBlocks.of(YamlBlocks.VALUES)) {
      Command.Output output =
          helm.attempt(
              List.of(
                  "template",
                  "gitopsbinding-operator",
                  "deploy/charts/gitopsbinding-operator",
                  "--kube-version=1.36.0",
                  "--values",
                  write(block, block.text()).toString()));
      assertThat(output.exitCode()).as(block.place() + ": " + output).isZero();
    }
  }

  @Test
  void everyOtherFileIsYaml() {
    assertThat(YamlBlocks.of(YamlBlocks.FILE))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(YamlBlocks.documents(block)).isNotEmpty());
  }

  private Path write(Block block, String text) throws IOException {
    String name = block.place().replace('/', '_').replace(':', '_') + ".yaml";
    return Files.writeString(folder.resolve(name), text);
  }

  private static void makeNamespace(ApiServer server, JsonNode object, Block block) {
    assertThat(object.path("kind").asText())
        .as("%s: an object, or mark the block as one of %s", block.place(), YamlBlocks.kinds())
        .isNotEmpty();
    String name = object.at("/metadata/namespace").asText();
    if (!name.isEmpty()) {
      // As kubectl apply makes it, so that no other test gets a warning.
      ApiServer.Output output = server.kubectl("create", "namespace", name, "--save-config");
      assertThat(output.exitCode() == 0 || output.text().contains("AlreadyExists"))
          .as(output.text())
          .isTrue();
    }
  }
}

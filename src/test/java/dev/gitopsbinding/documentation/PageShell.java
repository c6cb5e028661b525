package dev.gitopsbinding.documentation;

import dev.gitopsbinding.documentation.MarkdownPage.Block;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.program.Command;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the shell blocks of a page as a reader does who copies them: one after the other, in one
 * folder, with the API server's kubectl.
 */
public final class PageShell {
  private final Path folder;
  private final Map<String, String> substitutions;
  private final String input;
  private final Map<String, String> environment;

  /**
   * Makes one.
   *
   * @param folder where the reader is
   * @param substitutions what a reader replaces by their own names, in this order
   * @param input what the reader types where a block asks
   */
  public PageShell(ApiServer api, Path folder, Map<String, String> substitutions, String input)
      throws IOException {
    this.folder = folder;
    this.substitutions = substitutions;
    this.input = input;
    Path programs = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(programs.resolve("kubectl"), api.binaries().kubectl());
    this.environment =
        Map.of(
            "KUBECONFIG",
            api.adminKubeconfig().toString(),
            "HOME",
            folder.toString(),
            "PATH",
            programs + File.pathSeparator + System.getenv("PATH"));
  }

  /** Gives the reader a program, or a folder of the repository. */
  public PageShell link(String name, Path target) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), target.toAbsolutePath());
    return this;
  }

  /** The shell blocks of a page. */
  public static List<Block> blocks(String page) {
    return MarkdownPage.read(Path.of(page)).blocks().stream()
        .filter(block -> block.info().equals("sh"))
        .toList();
  }

  /** Runs a block that has to succeed; answers what it printed. */
  public String run(Block block) {
    String script = block.text();
    for (var substitution : substitutions.entrySet()) {
      script = script.replace(substitution.getKey(), substitution.getValue());
    }
    Command.Output output =
        Command.in(folder)
            .with(environment)
            .attempt(
                input.getBytes(StandardCharsets.UTF_8), "bash", "-euo", "pipefail", "-c", script);
    if (output.exitCode() != 0) {
      throw new AssertionError(block.place() + ": " + output + "\nof\n" + script);
    }
    return output.text();
  }
}

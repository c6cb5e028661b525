package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What all commands have in common, and what the completion and the documentation say of them. */
class CliMainTest {
  private static final Path COMPLETION = Path.of("src/plugin/kubectl_complete-gitopsbinding");
  private static final Path PAGE = Path.of("docs/kubectl-plugin.md");

  @Test
  void theCompletionKnowsTheCommands() throws IOException {
    Matcher known = Pattern.compile("(?m)^commands='(.*)'$").matcher(Files.readString(COMPLETION));

    assertThat(known.find()).isTrue();
    assertThat(known.group(1).split(" "))
        .containsExactlyElementsOf(new TreeSet<>(main().getSubcommands().keySet()));
  }

  @Test
  void theCompletionKnowsNoOptionThatIsNone() throws IOException {
    List<String> options = new ArrayList<>();
    collectOptions(main(), options);

    assertThat(Pattern.compile("(?<= )--[a-z-]+(?=[ '])").matcher(line("shared=")).results())
        .extracting(found -> found.group())
        .isNotEmpty()
        .isSubsetOf(options);
    assertThat(Pattern.compile("(?<=[ ])--[a-z-]+").matcher(sets()).results())
        .extracting(found -> found.group())
        .hasSizeGreaterThan(20)
        .isSubsetOf(options);
  }

  @Test
  void thePageNamesEachCommand() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(main().getSubcommands().keySet())
        .allSatisfy(name -> assertThat(page).contains("`" + name));
  }

  @Test
  void eachCommandExplainsItselfAndHasAVersion() {
    assertThat(main().getSubcommands().keySet())
        .allSatisfy(
            name -> {
              assertThat(CommandRun.of(name, "--help").output())
                  .contains("Usage: gitopsbinding " + name);
              assertThat(CommandRun.of(name, "--version").output()).startsWith("gitopsbinding ");
            });
  }

  @Test
  void describesOnlyTheCommandThatIsRun() {
    assertThat(main().getSubcommands())
        .allSatisfy(
            (name, command) -> {
              Class<?> type = command.getCommandSpec().userObject().getClass();
              assertThat(type.getAnnotation(CommandLine.Command.class).name()).isEqualTo(name);
              assertThat(CliMain.commandLine(Map.of(), name, "--help").getSubcommands().keySet())
                  .containsExactlyInAnyOrderElementsOf(
                      name.equals("completion") ? main().getSubcommands().keySet() : Set.of(name));
            });
  }

  @Test
  void asAPluginItIsNamedAsPeopleCallIt() {
    assertThat(CommandRun.of(Map.of("GITOPSBINDING_PLUGIN", "1"), "why", "--help").output())
        .contains("Usage: kubectl gitopsbinding why");
  }

  @Test
  void examplesAreWrittenAsPeopleCallThem() {
    Map<String, String> plugin = Map.of("GITOPSBINDING_PLUGIN", "1");

    assertThat(CommandRun.of(plugin, "--help").output())
        .contains("kubectl gitopsbinding why --help");
    assertThat(CommandRun.of(plugin, "create", "--help").output())
        .contains("Example: kubectl gitopsbinding create web");
    assertThat(CommandRun.of(plugin, "allow", "secret", "--help").output())
        .contains("Example: kubectl gitopsbinding allow secret acme-https");
    assertThat(CommandRun.of("preview", "--help").output())
        .contains("Example: gitopsbinding preview -f");
  }

  @Test
  void refusesOptionsThatWouldMeanNothing() {
    CommandRun timeout = CommandRun.of("sync", "web", "--timeout", "5");
    CommandRun format = CommandRun.of("create", "web", "-o", "text");

    assertThat(timeout.exitCode()).isEqualTo(2);
    assertThat(timeout.errors().lines())
        .containsExactly(
            "--timeout needs --wait.", "`gitopsbinding sync --help` explains the options.");
    assertThat(format.exitCode()).isEqualTo(2);
    assertThat(format.errors()).startsWith("-o must be yaml or json.");
  }

  @Test
  void saysThatThereIsNoCluster(@TempDir Path folder) throws IOException {
    Path empty = Files.writeString(folder.resolve("config"), "apiVersion: v1\nkind: Config\n");

    CommandRun run = CommandRun.of("list", "--kubeconfig", empty.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).startsWith("gitopsbinding: The kubeconfig names no cluster:");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    CommandRun run = CommandRun.of("wy");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("why");
  }

  @Test
  void showsTheCommandsWhereOneIsToBeChosen() {
    CommandRun none = CommandRun.of();
    CommandRun consent = CommandRun.of("allow");

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.errors()).startsWith("Name a command.").contains("history", "completion");
    assertThat(consent.errors()).startsWith("Name what to allow").contains("promotion");
  }

  @Test
  void eachCommandIsToldInOneSentence() {
    assertThat(main().getSubcommands().values())
        .extracting(command -> command.getCommandSpec().usageMessage().description()[0])
        .allSatisfy(text -> assertThat(text).hasSizeLessThan(110).endsWith("."));
  }

  @Test
  void printsACompletionForShells() {
    assertThat(CommandRun.of("completion").output()).contains("kubectl-gitopsbinding", "suspend");
  }

  private static CommandLine main() {
    return CliMain.commandLine(Map.of());
  }

  private static void collectOptions(CommandLine command, List<String> options) {
    command.getCommandSpec().options().forEach(option -> options.addAll(List.of(option.names())));
    command.getSubcommands().values().forEach(each -> collectOptions(each, options));
  }

  private static String line(String start) throws IOException {
    return Files.readAllLines(COMPLETION).stream()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow()
        .replace("'", " ' ");
  }

  /** The options by command. */
  private static String sets() throws IOException {
    String script = Files.readString(COMPLETION);
    return script.substring(
        script.indexOf("case $command in"), script.lastIndexOf("propose \"$@\""));
  }
}

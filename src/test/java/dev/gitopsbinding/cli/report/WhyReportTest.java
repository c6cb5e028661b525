package dev.gitopsbinding.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code why} says: whole texts for the states that a binding can be in, and stage and next
 * steps for each reason. {@code -Dgolden.write=true} writes the texts again, to be read.
 */
class WhyReportTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/why");
  private static final Path REASONS = FOLDER.resolve("reasons.txt");
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final YAMLMapper YAML = new YAMLMapper();

  static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhy(Path file) throws IOException {
    LiveBinding binding = LiveBinding.of(YAML.readTree(file.toFile()));
    assertThat(binding.spec()).isNotNull();

    String text = WhyReport.of(binding, NOW).text();

    compare(Path.of(file.toString().replace(".yaml", ".txt")), text);
  }

  @Test
  void hasAStageAndAStepForEachReason() throws IOException {
    ObjectNode binding = (ObjectNode) YAML.readTree(FOLDER.resolve("ready.yaml").toFile());

    String text =
        Arrays.stream(Reason.values())
            .map(reason -> line(with(binding, reason), reason))
            .collect(Collectors.joining("\n"));

    compare(REASONS, text);
  }

  @Test
  void saysThatAReasonIsOfANewerOperator() throws IOException {
    ObjectNode binding = (ObjectNode) YAML.readTree(FOLDER.resolve("ready.yaml").toFile());
    ready(binding).put("status", "False").put("reason", "Marzipan");

    WhyReport report = WhyReport.of(LiveBinding.of(binding), NOW);

    assertThat(report.headline()).endsWith("this program does not know: Marzipan.");
    assertThat(report.next()).singleElement().asString().contains("the operator's");
  }

  @Test
  void printsNothingThatSteersATerminal() {
    WhyReport report =
        new WhyReport(
            "GitOpsBinding shop/web\u001b[2J", List.of(), "", List.of("sync\r   # \u202eagain"));

    assertThat(report.text())
        .startsWith("GitOpsBinding shop/web [2J\n")
        .endsWith("\nNext: sync    #  again\n");
  }

  private static String line(LiveBinding binding, Reason reason) {
    WhyReport report = WhyReport.of(binding, NOW);
    String chain =
        report.chain().stream()
            .map(step -> step.stage().text() + "=" + step.mark().text())
            .collect(Collectors.joining(", "));
    return "%s%n  %s%n  %s%n".formatted(reason.text(), chain, String.join("\n  ", report.next()));
  }

  private static LiveBinding with(ObjectNode template, Reason reason) {
    ObjectNode binding = template.deepCopy();
    if (StageClassifier.of(reason, "") == Stage.ROLLOUT) {
      ObjectNode rollout = (ObjectNode) binding.at("/status/conditions/1");
      boolean isComplete = reason.handling() == Reason.Handling.DONE;
      rollout.put("status", isComplete ? "True" : "False").put("reason", reason.text());
    } else {
      boolean isReady = reason.handling() == Reason.Handling.DONE;
      ready(binding).put("status", isReady ? "True" : "False").put("reason", reason.text());
    }
    return LiveBinding.of(binding);
  }

  private static ObjectNode ready(JsonNode binding) {
    return (ObjectNode) ((ArrayNode) binding.at("/status/conditions")).get(0);
  }

  private static void compare(Path golden, String text) throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }
}

package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.telemetry.PromtoolBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The queries of docs/lead-time.md, evaluated by Prometheus' own promtool. */
class LeadTimeQueriesIT {
  private static final Path PAGE = Path.of("docs/lead-time.md");
  private static final Path TESTS = Path.of("src/test/prometheus/lead-time-test.yaml");
  private static final Pattern QUERY = Pattern.compile("```promql\\n(.*?)\\n```", Pattern.DOTALL);

  @Test
  void theQueriesAnswerWhatThePageSays() {
    Command.Output tested = PromtoolBinary.find().run("test", "rules", TESTS.toString());
    assertThat(tested.exitCode()).as(tested.text()).isZero();
  }

  @Test
  void eachQueryOfThePageIsEvaluated() throws IOException {
    String tests = Files.readString(TESTS);
    List<String> queries =
        QUERY.matcher(Files.readString(PAGE)).results().map(query -> query.group(1)).toList();
    assertThat(queries).hasSize(5).allSatisfy(query -> assertThat(tests).contains(query));
  }

  @Test
  void theQueriesAskForWhatThereIs() throws IOException {
    String page = Files.readString(PAGE);
    try (OperatorMetrics metrics = new OperatorMetrics()) {
      new DeploymentMeters(metrics.registry());
      String scrape = Exposition.of(metrics).text();
      assertThat(Pattern.compile("gitopsbinding_\\w+(?=[{\\[])").matcher(page).results())
          .isNotEmpty()
          .allSatisfy(series -> assertThat(scrape).contains("\n" + series.group()));
    }
  }
}

package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.telemetry.PromtoolBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerts that are shipped, judged by Prometheus' own promtool. */
class AlertRulesIT {
  private static final Path RULES = Path.of("deploy/prometheus/alerts.yaml");
  private static final Pattern SERIES = Pattern.compile("gitopsbinding_[a-z_]+");

  @Fault(
      value = "binding never ready since the start; operator restarted while it fails; suspended",
      holds = "I2")
  @Test
  void theAlertsFireWhenTheyShouldAndNotOtherwise() {
    PromtoolBinary promtool = PromtoolBinary.find();
    Command.Output tested = promtool.run("test", "rules", "src/test/prometheus/alerts-test.yaml");
    assertThat(tested.exitCode()).as(tested.text()).isZero();
  }

  @Test
  void theAlertsNameOnlyWhatThereIs() throws IOException {
    Set<String> documented =
        SERIES
            .matcher(Files.readString(Path.of("docs/metrics.md")))
            .results()
            .map(match -> match.group())
            .collect(Collectors.toSet());
    Set<String> asked =
        SERIES
            .matcher(Files.readString(RULES))
            .results()
            .map(match -> match.group())
            .map(series -> family(series, documented))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).containsAll(asked);
  }

  /** Of a histogram, the documentation names the family. */
  private static String family(String series, Set<String> documented) {
    return documented.contains(series) ? series : series.replaceFirst("_(bucket|count|sum)$", "");
  }
}

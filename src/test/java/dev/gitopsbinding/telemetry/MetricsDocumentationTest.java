package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.git.GitListener.Operation;
import dev.gitopsbinding.http.hook.HookListener;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.notify.NotificationListener;
import dev.gitopsbinding.notify.commitstatus.CommitStatusListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsDocumentationTest {

  @Test
  void theTableOfTheDocumentationIsThatOfAScrape() throws IOException {
    try (OperatorMetrics metrics = new OperatorMetrics()) {
      BindingMeters bindings = new BindingMeters(metrics.registry(), 1);
      metrics.showLeader(() -> true);
      GitMeters git = new GitMeters(metrics.registry());
      BindingId binding = new BindingId("shop", "web");

      bindings.seen(binding, true, "UpToDate", false);
      bindings.state(binding, "UpToDate", true);
      bindings.awaiting(binding, Instant.EPOCH);
      bindings.succeeded(binding, Instant.EPOCH);
      bindings.syncEnded("UpToDate", Duration.ofSeconds(1));
      bindings.imageAppeared(Duration.ofSeconds(1));
      new DeploymentMeters(metrics.registry());
      BuildMeters.register(metrics.registry(), "1.0.0", "3f2c9a1b", "25");
      new ForgeMeters(metrics.registry())
          .requestEnded("api.github.com", "checks", "GitHub", "answered", Duration.ofSeconds(1));
      new RegistryMeters(metrics.registry())
          .requestEnded("ghcr.io", "found", Duration.ofSeconds(1));
      new NotificationMeters(metrics.registry())
          .ended(NotificationType.SLACK, NotificationListener.Result.DELIVERED);
      new CommitStatusMeters(metrics.registry()).ended(CommitStatusListener.Result.SET);
      new HookMeters(metrics.registry()).requestEnded("github", HookListener.Result.ACCEPTED);
      git.operationEnded(Operation.PUSH, "github.com", null, Duration.ofSeconds(1));
      git.pushed(1);
      git.rejectedPushRetried();

      List<String> documented =
          Files.readAllLines(Path.of("docs/metrics.md")).stream()
              .filter(line -> line.startsWith("| `"))
              .toList();
      assertThat(documented)
          .containsExactlyElementsOf(Exposition.of(metrics).table("gitopsbinding_"));
    }
  }

  @Test
  void theAlertsAreThoseOfTheRules() throws IOException {
    assertThat(names(Path.of("docs/metrics.md"), "- `(GitOpsBinding\\w+)`.*"))
        .isNotEmpty()
        .isEqualTo(names(Path.of("deploy/prometheus/alerts.yaml"), " *- alert: (\\w+)"));
  }

  private static List<String> names(Path file, String pattern) throws IOException {
    return Files.readAllLines(file).stream()
        .map(Pattern.compile(pattern)::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .toList();
  }
}

package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DashboardsTest {
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| (.*?) \\| .*");
  private static final Pattern SERIES = Pattern.compile("gitopsbinding_\\w+(\\{[^}]*})?");
  private static final Pattern SELECTED = Pattern.compile("(\\w+)(?:=|!=|=~|!~)\"");
  private static final Pattern GROUPED = Pattern.compile("(?:by|on) \\(([\\w, ]+)\\)");

  @Test
  void theQueriesNameOnlyWhatTheDocumentationHas() throws IOException {
    Map<String, Set<String>> labels = documented();
    for (String expression : Dashboards.expressions("shop", "web", "5m")) {
      Set<String> known = new HashSet<>(Set.of("le", "instance", "job"));
      for (MatchResult series : SERIES.matcher(expression).results().toList()) {
        String name = series.group().replaceFirst("\\{.*", "");
        assertThat(labels).as(expression).containsKey(name);
        known.addAll(labels.get(name));
        assertThat(labels.get(name)).as(expression).containsAll(selected(series.group()));
      }
      assertThat(known)
          .as(expression)
          .containsAll(
              GROUPED
                  .matcher(expression)
                  .results()
                  .flatMap(group -> Stream.of(group.group(1).split(", *")))
                  .toList());
    }
  }

  @Test
  void theDashboardsCanBeImportedBesideEachOther() throws IOException {
    Map<String, JsonNode> dashboards = Dashboards.all();
    assertThat(dashboards)
        .containsOnlyKeys("binding.json", "dora.json", "fleet.json", "hosts.json");
    assertThat(dashboards.values().stream().map(dashboard -> dashboard.path("uid").asText()))
        .doesNotHaveDuplicates()
        .allSatisfy(uid -> assertThat(uid).hasSizeBetween(1, 40));
    for (JsonNode dashboard : dashboards.values()) {
      assertThat(dashboard.path("panels").valueStream().map(panel -> panel.path("id").asInt()))
          .doesNotHaveDuplicates();
      dashboard.path("panels").forEach(DashboardsTest::fits);
    }
  }

  private static void fits(JsonNode panel) {
    JsonNode position = panel.path("gridPos");
    assertThat(position.path("x").asInt() + position.path("w").asInt())
        .as(panel.path("title").asText())
        .isBetween(1, 24);
    assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
  }

  private static List<String> selected(String series) {
    return SELECTED.matcher(series).results().map(match -> match.group(1)).toList();
  }

  /** The labels of each series that the tables of docs/metrics.md promise. */
  private static Map<String, Set<String>> documented() throws IOException {
    Map<String, Set<String>> labels = new HashMap<>();
    Files.readAllLines(Path.of("docs/metrics.md")).stream()
        .map(ROW::matcher)
        .filter(row -> row.matches())
        .forEach(
            row -> {
              Set<String> own = new HashSet<>(Arrays.asList(row.group(3).split("[`, ]+")));
              Stream<String> suffixes =
                  row.group(2).equals("histogram")
                      ? Stream.of("_bucket", "_count", "_sum")
                      : Stream.of("");
              suffixes.forEach(
                  suffix -> {
                    Set<String> all = new HashSet<>(own);
                    all.add(suffix.equals("_bucket") ? "le" : "");
                    labels.put(row.group(1) + suffix, all);
                  });
            });
    return labels;
  }
}

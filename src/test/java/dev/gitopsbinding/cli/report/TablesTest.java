package dev.gitopsbinding.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of {@code list} and {@code history}. */
class TablesTest {
  private static final Path BINDINGS = Path.of("src/test/resources/golden/why");
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final String COMMIT = "420a29c4f1e2d3b5a6978877665544332211aabb";

  @Test
  void whatNeedsALookComesFirst() {
    List<LiveBinding> bindings =
        Stream.of(
                "ready",
                "suspended",
                "waits-for-image",
                "changed-by-hand",
                "wrong-key",
                "not-synced")
            .map(TablesTest::read)
            .toList();

    assertThat(BindingTable.of(BindingTable.sorted(bindings), true, false, NOW))
        .isEqualTo(
            """
            NAMESPACE   NAME   STATE       REASON                 TAG       ROLLED OUT   LAST PUSH   AGE
            shop        web    failed      AuthenticationFailed   ebf3eba   False        3d          27d
            shop        web    held        ManifestChanged        ebf3eba   True         3d          27d
            shop        web    waiting     ImageNotFound          ebf3eba   False        3d          27d
            shop        web    waiting     -                      -         -            -           27d
            shop        web    suspended   PushDeclined           ebf3eba   True         3d          27d
            shop        web    ready       UpToDate               420a29c   True         3d          27d
            """);
  }

  @Test
  void wideHasTheMessageInOneLine() {
    String table = BindingTable.of(List.of(read("wrong-key")), false, true, NOW);

    assertThat(table.lines()).hasSize(2);
    assertThat(table).contains("SOURCE COMMIT", COMMIT, "refused key SHA256:eodW");
  }

  @Test
  void historySaysHowLongACommitTook() throws IOException {
    DeployedTag done =
        new JsonMapper()
            .readValue(
                """
                {"tag": "%s", "commit": "%1$s", "committed": "2026-11-28T11:00:00Z",
                 "pushed": "2026-11-28T11:05:00Z", "rolledOut": "2026-11-28T11:10:00Z", "result": "RolledOut"}"""
                    .formatted(COMMIT),
                DeployedTag.class);
    DeployedTag back =
        new JsonMapper()
            .readValue(
                "{\"tag\": \"v1\", \"pushed\": \"2026-11-27T11:05:00Z\", \"result\": \"Failed\", \"rollback\": true}",
                DeployedTag.class);

    assertThat(HistoryTable.of(List.of(done, back), false, NOW))
        .isEqualTo(
            """
            TAG       RESULT              PUSHED    LEAD TIME
            420a29c   RolledOut           55m ago   10m
            v1        Failed (rollback)   24h ago   -
            """);
    assertThat(HistoryTable.of(List.of(done), true, NOW)).contains(COMMIT, "2026-11-28T11:10:00Z");
  }

  private static LiveBinding read(String name) {
    try {
      return LiveBinding.of(new YAMLMapper().readTree(BINDINGS.resolve(name + ".yaml").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

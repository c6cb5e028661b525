package dev.gitopsbinding.http.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonRendererTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theListOfOneBindingInEachState() throws IOException {
    String list = list(PageRendererTest.snapshot(PageRendererTest.oneOfEach()).rows());

    assertThat(list)
        .isEqualTo(Files.readString(Path.of("src/test/resources/golden/status/list.json")));
  }

  @Test
  void everyFieldIsThereBeforeTheFirstSyncToo() throws IOException {
    JsonNode fresh =
        JSON.readTree(list(List.of(BindingRow.of(Fleet.fresh("shop", "web"), null, true)))).get(0);

    assertThat(fresh.fieldNames())
        .toIterable()
        .containsExactly(
            "namespace",
            "name",
            "state",
            "ready",
            "reason",
            "since",
            "fromTag",
            "toTag",
            "source",
            "manifest",
            "running",
            "rolledOut",
            "rolledOutReason",
            "lastPush",
            "nextLook",
            "message",
            "pending");
    assertThat(fresh.get("state").asText()).isEqualTo("waiting");
    assertThat(fresh.get("lastPush").isNull()).isTrue();
  }

  @Test
  void noBindingsAreAnEmptyList() throws IOException {
    assertThat(JSON.readTree(list(List.of()))).isEmpty();
  }

  private static String list(List<BindingRow> rows) {
    var renderer = new JsonRenderer();
    StringBuilder list = new StringBuilder(renderer.beginning());
    for (int i = 0; i < rows.size(); i++) {
      list.append(renderer.row(i, rows.get(i)));
    }
    return list.append(renderer.end()).toString();
  }
}

package dev.gitopsbinding.api.v1alpha1.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestStatusTest {
  private static final String COMMIT = "3f2c9a1b".repeat(5);

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme/web:COMMIT, 3f2c9a1",
    "localhost:5000/web:v1-COMMIT-amd64, v1-3f2c9a1-amd64",
    "web:3f2c9a1, 3f2c9a1",
    "web:v1.2.3, v1.2.3",
    "web:COMMIT@sha256:COMMIT, 3f2c9a1",
    "localhost:5000/web, ",
    "localhost:5000/web@sha256:COMMIT, ",
    "web, ",
    ", "
  })
  void cutsTheCommitInTheTag(String image, String shortTag) {
    // Given
    var status =
        new ManifestStatus(
            "main", COMMIT, image == null ? null : image.replace("COMMIT", COMMIT), "file", null);

    // Then
    assertThat(status.shortTag()).isEqualTo(shortTag);
  }

  @Test
  void writesTheShortTagAndReadsItAsNothing() throws JsonProcessingException {
    // Given
    var mapper = new ObjectMapper();
    var status = new ManifestStatus("main", COMMIT, "web:" + COMMIT, "file", null);

    // When
    String json = mapper.writeValueAsString(status);

    // Then
    assertThat(json).contains("\"shortTag\":\"3f2c9a1\"");
    assertThat(mapper.readValue(json, ManifestStatus.class)).isEqualTo(status);
  }
}

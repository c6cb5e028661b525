package dev.gitopsbinding.binding.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.model.BindingId;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String HTTPS = "url: 'https://github.com/acme/web', secretRef: {name: git}";

  @Test
  void nothingIsReportedUnlessItIsAskedFor() {
    assertThat(parse("{" + HTTPS + "}")).isEmpty();
  }

  @Test
  void theLoginOfAnHttpsSourceAndTheNameOfTheBindingAreTheDefaults() {
    assertThat(parse("{" + HTTPS + ", report: CommitStatus}"))
        .contains(new StatusReport(null, null, "git", "gitopsbinding/shop/web"));
  }

  @Test
  void whatIsNotSaidIsAsForTheChecks() {
    String checks =
        "checks: {provider: Gitea, apiURL: 'https://git.example.com/api/v1', secretRef: {name: reader}, mode: Skip}";

    assertThat(parse("{" + HTTPS + ", report: CommitStatus, " + checks + "}"))
        .contains(
            new StatusReport(
                "Gitea",
                URI.create("https://git.example.com/api/v1"),
                "reader",
                "gitopsbinding/shop/web"));
    assertThat(
            parse(
                "{"
                    + HTTPS
                    + ", report: CommitStatus, commitStatus: {provider: GitLab, apiURL: 'https://x/api/v4', secretRef: {name: writer}, context: production}, "
                    + checks
                    + "}"))
        .contains(
            new StatusReport(
                "GitLab", URI.create("https://x/api/v4"), "writer", "gitopsbinding/production"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report: Deployment|must be CommitStatus",
        "report: CommitStatus|needs a login at the forge",
        "report: CommitStatus, url: 'ssh://git@x/a/b', secretRef: {name: git}|needs a login at the forge",
        "report: CommitStatus, commitStatus: {secretRef: {name: a}, apiURL: 'https://s3cret@x/'}|needs an https:// URL without login",
        "report: CommitStatus, commitStatus: {secretRef: {name: a}, context: ' x'}|needs a commitStatus.context of"
      })
  void whatCannotBeReportedIsSaidWithoutASecret(String source, String message) {
    assertThatThrownBy(() -> parse("{" + source + "}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("s3cret");
  }

  private static Optional<StatusReport> parse(String source) {
    try {
      return StatusReport.parse(
          new BindingId("shop", "web"), YAML.readValue(source, SourceSpec.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(source, e);
    }
  }
}

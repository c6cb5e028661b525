package dev.gitopsbinding.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.forge.gitea.GiteaForge;
import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.model.CommitSha;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListParserTest {
  private static final CommitSha COMMIT = new CommitSha("1".repeat(40));
  private static final Listing RUNS = new GitHubForge().listings(COMMIT, List.of()).getFirst();
  private static final Listing STATUSES = new GiteaForge().listings(COMMIT, List.of()).getFirst();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s3cret                                                     | is not JSON
          [                                                          | is not JSON
          [{"id": 1, "context": "a"                                  | is not JSON
          ''                                                         | is not a list
          {"message": "s3cret"}                                      | is not a list
          null                                                       | is not a list
          "s3cret"                                                   | is not a list
          [1]                                                        | has an element that is not an object
          [null]                                                     | has an element that is not an object
          [[]]                                                       | has an element that is not an object
          [{"id": 1, "status": "success"}]                           | has an element without context
          [{"id": 1, "context": "a", "status": ""}]                  | has an element without status
          [{"id": 1, "context": {"s3cret": 1}, "status": "success"}] | has an element without context
          [{"id": 1, "context": ["s3cret"], "status": "success"}]    | has an element without context
          [{"id": 1, "context": null, "status": "success"}]          | has an element without context
          [{"id": "s3cret", "context": "a", "status": "success"}]    | has an element whose id is no number
          [{"id": 1e99, "context": "a", "status": "success"}]        | has an element whose id is no number
          """)
  void liesAreSaidWithoutRepeatingThem(String json, String fault) {
    assertThatThrownBy(() -> ListParser.parse(json, STATUSES))
        .isInstanceOf(MalformedListException.class)
        .hasMessage(fault)
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                        | is not an object
          {}                        | has no list 'check_runs'
          {"check_runs": {}}        | has no list 'check_runs'
          {"check_runs": "s3cret"}  | has no list 'check_runs'
          {"a": [], "b": {"check_runs": []}} | has no list 'check_runs'
          """)
  void anObjectHasToHoldTheList(String json, String fault) {
    assertThatThrownBy(() -> ListParser.parse(json, RUNS)).hasMessage(fault);
  }

  @Test
  void theListIsFoundBehindOtherFields() throws Exception {
    String json =
        "{\"a\": [{\"check_runs\": 1}], \"check_runs\": [{\"app\": {\"name\": \"not this\"},"
            + " \"name\": \"build\", \"status\": \"queued\"}]}";
    assertThat(ListParser.parse(json, RUNS)).extracting(Check::name).containsExactly("build");
  }

  @Test
  void tenThousandChecksAreTooMany() {
    String json =
        IntStream.range(0, 10_000)
            .mapToObj(
                i -> "{\"id\": %d, \"context\": \"c%d\", \"status\": \"success\"}".formatted(i, i))
            .collect(Collectors.joining(",", "[", "]"));
    assertThatThrownBy(() -> ListParser.parse(json, STATUSES))
        .hasMessage("has more elements than were asked for");
  }

  @Test
  void deepNestingIsRefused() {
    String json = "[{\"id\": " + "[".repeat(100_000);
    assertThatThrownBy(() -> ListParser.parse(json, STATUSES))
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void aLongNameIsCut() throws Exception {
    String json =
        "[{\"id\": 1, \"context\": \"%s\", \"status\": \"success\"}]"
            .formatted("x".repeat(1 << 20));
    assertThat(ListParser.parse(json, STATUSES).getFirst().name().length()).isBetween(200, 1100);
  }
}

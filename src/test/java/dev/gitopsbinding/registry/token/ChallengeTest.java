package dev.gitopsbinding.registry.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
  @Test
  void readsQuotedStringsWithCommasAndEscapes() {
    assertThat(
            Challenge.parse(
                List.of(
                    "Bearer realm=\"https://auth.test/token\",service=\"a \\\"b\\\"\",scope=\"repository:acme/web:pull,push\"")))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.test/token",
                    "service", "a \"b\"",
                    "scope", "repository:acme/web:pull,push")));
  }

  @Test
  void readsSeveralChallengesOfOneAndOfMoreHeaders() {
    assertThat(
            Challenge.parse(
                List.of("Negotiate dG9rZW4=, Basic realm=x , BEARER Realm = \"y\"", "Digest")))
        .containsExactly(
            new Challenge("negotiate", Map.of()),
            new Challenge("basic", Map.of("realm", "x")),
            new Challenge("bearer", Map.of("realm", "y")),
            new Challenge("digest", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "\"", "=", "Bearer realm=\"open", "Bearer \u0000", "é=1"})
  void leavesOutWhatIsNone(String header) {
    assertThat(Challenge.parse(List.of(header)))
        .allMatch(challenge -> challenge.parameter("realm").isEmpty());
  }

  @Test
  void leavesOutAHeaderThatIsTooLong() {
    assertThat(Challenge.parse(List.of("Basic realm=" + "x".repeat(10_000)))).isEmpty();
  }
}

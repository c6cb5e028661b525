package dev.gitopsbinding.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
  @ParameterizedTest
  @CsvSource({
    "no end, no end.",
    "'an end.', 'an end.'",
    "'a blank. ', 'a blank.'",
    "'is it?', 'is it?'",
    "'cut…', 'cut…'"
  })
  void everyMessageEndsWithAFullStop(String text, String expected) {
    List<Failure> failures =
        List.of(
            new Failure.Secret(Reason.SECRET_INVALID, text),
            new Failure.Remote(Reason.REMOTE_ERROR, text),
            new Failure.File(Reason.FILE_NOT_YAML, text),
            new Failure.Spec(Reason.INVALID_SPEC, text),
            new Failure.Declined(text),
            new Failure.Internal(text));

    assertThat(failures).extracting(Failure::message).containsOnly(expected);
  }
}

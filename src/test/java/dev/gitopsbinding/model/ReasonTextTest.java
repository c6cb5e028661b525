package dev.gitopsbinding.model;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTextTest {
  @ParameterizedTest
  @EnumSource(Reason.class)
  void isOneSentenceOrMoreWithAFullStop(Reason reason) {
    assertOneLine(reason.remedy());
    assertThat(reason.remedy()).endsWith(".").doesNotEndWith("..").doesNotStartWith(" ");
    assertThat(reason.remedy().substring(0, 1)).isUpperCase();
  }
}

package dev.gitopsbinding.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalQuestionTest {
  private final StringWriter shown = new StringWriter();

  @ParameterizedTest
  @CsvSource({"y,true", "YES,true", "'',false", "n,false", "yeah,false", "' y ',true"})
  void onlyYesIsAConsent(String answer, boolean isConsent) {
    assertThat(question(answer + "\n", true).agrees("Do it?", "--yes")).isEqualTo(isConsent);
    assertThat(shown).hasToString("Do it? [y/N] ");
  }

  @Test
  void nobodyCannotConsent() {
    assertThatThrownBy(() -> question("y\n", false).agrees("Do it?", "--yes"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("Use --yes");
    assertThatThrownBy(() -> question("", true).agrees("Do it?", "--yes"))
        .hasMessageContaining("got no answer");
  }

  @Test
  void asksUntilThereIsAValue() {
    assertThat(question("\n\nweb\n", true).value("Name", null, "--name")).isEqualTo("web");
    assertThat(shown).hasToString("Name: Name: Name: ");
  }

  @Test
  void anEmptyAnswerIsTheFallback() {
    assertThat(question("\n", true).value("Branch", "main", "--branch")).isEqualTo("main");
    assertThat(question("", false).value("Branch", "main", "--branch")).isEqualTo("main");
    assertThatThrownBy(() -> question("", false).value("Branch", null, "--branch"))
        .hasMessageContaining("Use --branch");
  }

  private TerminalQuestion question(String answers, boolean isInteractive) {
    return new TerminalQuestion(
        new BufferedReader(new StringReader(answers)), new PrintWriter(shown, true), isInteractive);
  }
}

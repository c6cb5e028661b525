package dev.gitopsbinding.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void aCellIsOneLineWithoutWhatSteersATerminal() {
    var table = new TextTable(List.of("NAME", "TAG"));
    table.add(List.of("web\u001b[2J\nshop", "v1\u202e"));
    table.add(List.of("", "-"));

    assertThat(table)
        .hasToString(
            """
            NAME           TAG
            web [2J shop   v1
                           -
            """);
  }
}

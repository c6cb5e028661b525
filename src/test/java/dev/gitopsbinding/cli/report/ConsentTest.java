package dev.gitopsbinding.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsentTest {
  @Test
  void addsToWhatIsThere() {
    Consent consent =
        Consent.of("github.com, git.example.com:2222", List.of("a.example", "github.com"));

    assertThat(consent.added()).containsExactly("a.example");
    assertThat(consent.isGiven()).isFalse();
    assertThat(consent.annotation()).isEqualTo("github.com,git.example.com:2222,a.example");
  }

  @Test
  void beginsAList() {
    Consent consent = Consent.of(null, List.of("a.example", "a.example"));

    assertThat(consent.now()).isEqualTo("none");
    assertThat(consent.annotation()).isEqualTo("a.example");
  }

  @Test
  void showsNothingThatSteersATerminal() {
    Consent consent = Consent.of("a.example\u001b[2K\u202e,b.example", List.of("c.example"));

    assertThat(consent.now()).isEqualTo("a.example [2K , b.example");
    assertThat(consent.annotation()).startsWith("a.example\u001b[2K\u202e,");
  }

  @Test
  void noticesThatItIsGiven() {
    assertThat(Consent.of("a.example", List.of("a.example")).isGiven()).isTrue();
  }
}

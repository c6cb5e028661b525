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
  void noticesThatItIsGiven() {
    assertThat(Consent.of("a.example", List.of("a.example")).isGiven()).isTrue();
  }
}

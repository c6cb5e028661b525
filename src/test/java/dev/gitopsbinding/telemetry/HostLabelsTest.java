package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostLabelsTest {
  private final HostLabels labels = new HostLabels();

  @Test
  void hostsOverTheCapShareOneValue() {
    IntStream.range(0, HostLabels.MAX_HOSTS)
        .mapToObj(number -> "git" + number + ".example.com")
        .forEach(host -> assertThat(labels.of(host)).isEqualTo(host));

    assertThat(labels.of("one-more.example.com")).isEqualTo("other");
    assertThat(labels.of("git0.example.com")).isEqualTo("git0.example.com");
  }
}

package dev.gitopsbinding.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class TerminalLogProviderTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final TerminalLogProvider provider =
      new TerminalLogProvider(new PrintStream(written, true, StandardCharsets.UTF_8));

  @Test
  void showsWarningsAndErrorsInOneLineEach() {
    Logger log = logger("io.fabric8.kubernetes.client.Config");

    log.warn("No {} in \u001b[2J{}", "token", "file\nb", new IOException("gone"));
    log.error("Broken");

    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("WARN No token in  [2Jfile b: java.io.IOException: gone", "ERROR Broken");
  }

  @Test
  void showsNothingElse() {
    logger("any").info("Started");
    logger("any").debug("Request {}", "with a token");
    logger("any").trace("Body");
    logger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils").warn("unstable");

    assertThat(written.size()).isZero();
  }

  @Test
  void keepsALoggerForEachName() {
    assertThat(logger("any")).isSameAs(logger("any"));
  }

  private Logger logger(String name) {
    return provider.getLoggerFactory().getLogger(name);
  }
}

package dev.gitopsbinding.testing.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.git.SshKeyFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A scan that finds nothing proves something only if it would have found it. */
class CanaryScanTest {
  @AutoClose private final CanaryScan scan = CanaryScan.start();

  @Test
  void findsASecretInEveryCodeItMayBeIn() {
    String password = scan.canary("password");
    byte[] bytes = password.getBytes(UTF_8);
    List<String> outputs =
        List.of(
            "password is " + password + "!",
            encoded("u:" + password),
            encoded("us:" + password),
            encoded("use:" + password + "!"),
            Base64.getUrlEncoder().encodeToString(bytes),
            HexFormat.of().formatHex(bytes),
            HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes),
            HexFormat.ofDelimiter(":").formatHex(bytes).replaceFirst("(.{30})", "$1\n"),
            Arrays.toString(bytes));

    for (int i = 0; i < outputs.size(); i++) {
      scan.search("output " + i, outputs.get(i));
    }
    scan.search("another output", "nothing to see: " + encoded("user:another"));

    assertThat(scan.takeFindings())
        .containsExactly(
            "password in output 0",
            "password in output 1",
            "password in output 2",
            "password in output 3",
            "password in output 4",
            "password in output 5",
            "password in output 6",
            "password in output 7",
            "password in output 8");
  }

  @Test
  void findsATextWhereverItStandsAndWhateverItsLength() {
    for (String secret : List.of("123456789012", "1234567890123456", "é" + "x".repeat(30))) {
      TextSearch search = new TextSearch();
      search.add("all", secret);
      search.add("short", secret.substring(0, 11));
      for (String text : List.of(secret, "x" + secret, secret + "x", "1234" + secret + "\uFFFF")) {
        assertThat(search.labelsIn(text)).containsExactly("all", "short");
      }
      assertThat(search.labelsIn(secret.substring(1))).isEmpty();
    }
  }

  @Test
  void findsALineOfAKeyAndItsBytes(@TempDir Path folder) {
    String key = SshKeyFile.generate(folder, "key", SshKeyFile.Kind.ED25519).privateKey();
    byte[] decoded = Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""));
    scan.hideKey("key", key);

    scan.search("boundary", key.lines().findFirst().orElseThrow());
    assertThat(scan.takeFindings()).isEmpty();
    scan.search("line", key.lines().skip(2).findFirst().orElseThrow());
    scan.search("dump", HexFormat.ofDelimiter(" ").formatHex(decoded));
    assertThat(scan.takeFindings()).containsExactly("key in line", "key in dump");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.gitopsbinding.x", "org.eclipse.jgit.x", "org.apache.sshd.x"})
  void findsASecretInTheMessageContextAndExceptionsOfEveryLevel(String logger) {
    String password = scan.canary("password");
    String token = scan.canary("token");
    String passphrase = scan.canary("passphrase");
    String asked = scan.canary("asked");

    LoggerFactory.getLogger(logger).trace("got {}", password);
    try (var _ = MDC.putCloseable("token", token)) {
      LoggerFactory.getLogger(logger).debug("mdc");
    }
    LoggerFactory.getLogger(logger)
        .warn("failed", new IllegalStateException(new IllegalArgumentException(passphrase)));
    java.util.logging.Logger.getLogger(logger).log(Level.INFO, asked);
    scan.searchLogs();

    assertThat(scan.takeFindings())
        .containsExactly(
            "password in log entry TRACE " + logger,
            "token in log entry DEBUG " + logger,
            "passphrase in log entry WARN " + logger,
            "asked in log entry INFO java.util.logging");
  }

  @Test
  void aSearchGoesOnWhereTheLastOneEnded() {
    String first = scan.canary("first");
    String second = scan.canary("second");

    LoggerFactory.getLogger("a").warn("č {}", first);
    scan.searchLogs();
    assertThat(scan.takeFindings()).containsExactly("first in log entry WARN a");
    LoggerFactory.getLogger("b").warn("č", new IllegalStateException(second));
    scan.searchLogs();
    assertThat(scan.takeFindings()).containsExactly("second in log entry WARN b");
    scan.searchLogs();
    assertThat(scan.takeFindings()).isEmpty();
  }

  @Test
  void loggersThatAreOffAsShippedStayOff() {
    String password = scan.canary("password");

    LoggerFactory.getLogger("org.apache.hc.client5.http.headers").error(password);
    scan.searchLogs();

    assertThat(scan.takeFindings()).isEmpty();
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}

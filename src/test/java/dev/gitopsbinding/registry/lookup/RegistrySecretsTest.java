package dev.gitopsbinding.registry.lookup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import dev.gitopsbinding.testing.secrets.CanaryScan;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registries that repeat what they received, wherever it could be shown. */
@Timeout(60)
class RegistrySecretsTest {
  private final RegistryFixture fixture = new RegistryFixture();
  private final CanaryScan scan = CanaryScan.start();
  private final String password = scan.canary("password");
  private final String token = scan.canary("granted token");
  private final List<RegistryLogin> logins =
      List.of(
          new RegistryLogin.Basic("ada", password),
          new RegistryLogin.IdentityToken(scan.canary("identity token")),
          new RegistryLogin.RegistryToken(scan.canary("registry token")));
  private ScriptedRegistry parrot;

  @BeforeEach
  void start() {
    parrot = fixture.serve(_ -> {});
  }

  @AfterEach
  void close() {
    scan.close();
    fixture.close();
  }

  @Test
  void inARedirect() {
    repeat(talk -> talk.header("Location", "http://x.test/" + heard(talk)).status(302));
  }

  @Test
  void inTheTypeOfAnAnswer() {
    repeat(talk -> talk.header("Content-Type", "text/" + heard(talk)).status(200));
  }

  @Test
  void inTheWordsOfATokenServer() {
    parrot.answers(
        talk -> {
          if (talk.isFor("/token")) {
            talk.json(403, "{\"message\": \"" + heard(talk) + "\"}");
          } else {
            challenge(talk);
          }
        });
    lookAndScan();
  }

  @Test
  void inAnAnswerThatIsNoToken() {
    parrot.answers(
        talk -> {
          if (talk.isFor("/token")) {
            talk.json(200, "{" + heard(talk));
          } else {
            challenge(talk);
          }
        });
    lookAndScan();
  }

  /** Once logged in, whichever way. */
  private void repeat(ScriptedRegistry.Script script) {
    parrot.answers(
        talk -> {
          if (talk.isFor("/token")) {
            talk.json(200, "{\"token\": \"" + token + "\"}");
          } else if (talk.asked().authorization().isEmpty()) {
            challenge(talk);
          } else {
            script.answer(talk);
          }
        });
    lookAndScan();
  }

  private void lookAndScan() {
    for (RegistryLogin login : logins) {
      var result = fixture.look(parrot, login);
      scan.search("message", RegistryFixture.failure(result).message());
      scan.search("result", result + " " + login + " " + RegistryFixture.access(login));
    }
    scan.searchLogs();
    assertThat(scan.takeFindings()).isEmpty();
    assertThat(parrot.asked())
        .anyMatch(
            asked -> asked.authorization().filter(value -> value.startsWith("B")).isPresent());
  }

  private void challenge(ScriptedRegistry.Talk talk) throws IOException {
    talk.header("WWW-Authenticate", "Bearer realm=\"https://" + parrot.host() + "/token\"")
        .status(401);
  }

  private static String heard(ScriptedRegistry.Talk talk) {
    String sent = talk.asked().authorization().orElse("none -");
    String value = sent.substring(sent.indexOf(' ') + 1);
    String decoded =
        sent.startsWith("Basic") ? new String(Base64.getDecoder().decode(value), UTF_8) : "-";
    return value + "/" + decoded + "/" + talk.asked().body();
  }
}

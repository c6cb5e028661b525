package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.gitopsbinding.testing.apiserver.ApiServerStandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What commands say when the API server fails in their midst, or holds texts that would steer a
 * terminal. A stand-in, since a real one does so only by chance.
 */
class RefusedCommandsTest {
  private static final String SECRETS = "POST /api/v1/namespaces/shop/secrets?";
  private static final String TERMINAL_CODES = "[\\p{Cntrl}\\p{Cf}&&[^\\n]]";
  private static final String BINDING =
      """
      {"metadata": {"name": "web", "namespace": "shop", "resourceVersion": "1",
                    "annotations": {"gitopsbinding.dev/promote-to": "a\\u001b[2J\\u202eb,staging"}}}""";

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  @TempDir private Path folder;

  /** The beginning of the request that is refused, and how many of them are accepted before. */
  private String refused = "none";

  private int accepted;
  private String found = "";
  private ApiServerStandIn api;

  @BeforeEach
  void start() {
    api = ApiServerStandIn.start(this::answer);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aKeyThatWasMadeIsShownThoughTheNextSecretIsRefused() throws IOException {
    refused = SECRETS + "fieldValidation=Strict";
    accepted = 3; // both dry runs, and the first Secret

    CommandRun run = create();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("Secret shop/web-manifest-git is forbidden to you: quota");
    assertThat(run.output())
        .startsWith("Secret shop/web-source-git created")
        .containsPattern("ssh-ed25519 \\S+ gitopsbinding-shop-web-source-git\n");
  }

  @Test
  void noSecretIsMadeBeforeAllOfThemAreChecked() throws IOException {
    refused = SECRETS;
    accepted = 1;

    CommandRun run = create();

    assertThat(run.errors()).contains("Secret shop/web-manifest-git is forbidden to you: quota");
    assertThat(run.output()).isEmpty();
    assertThat(requests)
        .filteredOn(request -> request.startsWith("POST"))
        .isNotEmpty()
        .allMatch(request -> request.endsWith("dryRun=All"));
  }

  @Test
  void noMessageOfTheApiServerSteersTheTerminal() throws IOException {
    refused = "GET";

    CommandRun run = run("why", "web", "-n", "shop");

    assertThat(run.errors())
        .isEqualToNormalizingNewlines(
            "gitopsbinding: GitOpsBinding shop/web is forbidden to you: quota [2J is used up\n");
  }

  @Test
  void noAnnotationSteersTheTerminal() throws IOException {
    found = BINDING;

    CommandRun asked = run("allow", "promotion", "web", "-n", "shop", "--to", "production");
    CommandRun given = run("allow", "promotion", "web", "-n", "shop", "--to", "staging");
    CommandRun agreed =
        run("allow", "promotion", "web", "-n", "shop", "--to", "production", "--yes");

    assertThat(asked.errors())
        .contains("from other namespaces now: a [2J b, staging.", "Allow that?");
    assertThat(given.output()).contains("allows that already", "promote-to=a [2J b,staging\n");
    assertThat(agreed.output()).contains("promote-to=a [2J b,staging,production\n");
    assertThat(asked.errors() + given.output() + agreed.output())
        .doesNotContainPattern(Pattern.compile(TERMINAL_CODES));
  }

  private CommandRun create() throws IOException {
    Path hosts = Files.writeString(folder.resolve("known_hosts"), "github.com ssh-ed25519 AAAA\n");
    return run(
        "create",
        "web",
        "-n",
        "shop",
        "--image",
        "ghcr.io/acme/web",
        "--source",
        "git@github.com:acme/web.git",
        "--manifest",
        "git@github.com:acme/deploy.git",
        "--path",
        "web.yaml",
        "--known-hosts",
        hosts.toString(),
        "--yes");
  }

  private CommandRun run(String... arguments) throws IOException {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "%s"}}]
            users: [{name: test, user: {token: none}}]
            contexts: [{name: test, context: {cluster: test, user: test}}]
            """
                .formatted(api.client().getMasterUrl()));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    return CommandRun.of(Map.of(), all.toArray(String[]::new));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(request);
    if (request.startsWith(refused) && accepted-- <= 0) {
      send(exchange, 403, "{\"message\": \"quota\\u001b[2J is\\r\\nused up\"}");
    } else if (request.startsWith("GET") && found.isEmpty()) {
      send(exchange, 404, "{}");
    } else {
      send(exchange, 200, found.isEmpty() ? "{}" : found);
    }
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}

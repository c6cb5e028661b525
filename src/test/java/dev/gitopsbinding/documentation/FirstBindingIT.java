package dev.gitopsbinding.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.documentation.MarkdownPage.Block;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import dev.gitopsbinding.testing.registry.RegistryServer;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The pages about a first binding, followed to the letter, on a real API server and real git
 * servers: sshd, git's http-backend, and a Gitea. A reader's own names are substituted: host, image
 * and namespace. What readers do in a browser, adding a key or making a token, the tests do in its
 * place.
 */
class FirstBindingIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final String TOKEN = "a-token-of-the-bot";
  private static final String OTHER_TOKEN = "a-token-of-another-repository";

  @Order(1)
  @RegisterExtension
  static final ClassStage<TemporaryFolder> FOLDER =
      ClassStage.of(_ -> TemporaryFolder.create("pages"));

  @Order(1)
  @RegisterExtension
  static final ClassStage<RegistryServer> REGISTRY = ClassStage.of(_ -> RegistryServer.anonymous());

  @Order(2)
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE =
      ClassStage.of(
          api -> OperatorStage.start(api, Map.of("GITOPSBINDING_CA_FILE", authorities())));

  private final String namespace = STAGE.get().api().createNamespace("shop");
  private final String id = UUID.randomUUID().toString();
  private final Map<String, String> substitutions = new LinkedHashMap<>();

  /** One repository at a host that a page is about. */
  private interface Place {
    String commit(String path, String content);

    String text(String path);
  }

  @Test
  void github() throws IOException {
    SshGitServer ssh = STAGE.get().git();
    List<Block> blocks = PageShell.blocks("docs/first-binding-github.md");
    Place source = place(ssh.createRepository("web-" + id));
    Place manifest = manifest(place(ssh.createRepository("deploy-" + id)));
    substitutions.put("ssh://git@github.com/acme/web.git", ssh.url("web-" + id));
    substitutions.put("ssh://git@github.com/acme/deploy.git", ssh.url("deploy-" + id));
    substitutions.put("-t ed25519 github.com", "-t ed25519 -p " + ssh.port() + " 127.0.0.1");
    try (HttpGitServer https = HttpGitServer.https(CERTIFICATES.serverContext())) {
      https.requireBasic("bot", TOKEN);
      Place httpsSource = place(https.createRepository("web"));
      Place httpsManifest = manifest(place(https.createRepository("deploy")));
      https(https, "https://github.com/acme/", "github.com", "web.git", "deploy.git");
      PageShell shell = shell("ghcr.io/acme/web", TOKEN + "\n");

      follow(shell, blocks.subList(0, blocks.size() - 1), source, manifest);
      follow(shell, blocks.subList(blocks.size() - 1, blocks.size()), httpsSource, httpsManifest);
    }
  }

  @Test
  void gitlab() throws IOException {
    SshGitServer ssh = STAGE.get().git();
    List<Block> blocks = PageShell.blocks("docs/first-binding-gitlab.md");
    Place source = place(ssh.createRepository("web-" + id));
    Place manifest = manifest(place(ssh.createRepository("deploy-" + id)));
    substitutions.put("ssh://git@gitlab.com/acme/web.git", ssh.url("web-" + id));
    substitutions.put("ssh://git@gitlab.com/acme/deploy.git", ssh.url("deploy-" + id));
    substitutions.put("-t ed25519 gitlab.com", "-t ed25519 -p " + ssh.port() + " 127.0.0.1");
    try (HttpGitServer https = HttpGitServer.https(CERTIFICATES.serverContext())) {
      https.requireBasic("bot", TOKEN);
      Place httpsSource = place(https.createRepository("web"));
      Place httpsManifest = manifest(place(https.createRepository("deploy")));
      https(https, "https://gitlab.com/acme/", "=gitlab.com", "web.git", "deploy.git");
      PageShell shell = shell("registry.gitlab.com/acme/web", TOKEN + "\n");

      follow(shell, blocks.subList(0, blocks.size() - 1), source, manifest);
      follow(shell, blocks.subList(blocks.size() - 1, blocks.size()), httpsSource, httpsManifest);
    }
  }

  @Test
  void gitea() throws IOException {
    try (GiteaServer gitea = GiteaServer.start()) {
      GiteaRepository web = gitea.createRepository("web");
      GiteaRepository deploy = gitea.createRepository("deploy");
      substitutions.put("https://git.example.com/acme/web.git", web.url());
      substitutions.put("https://git.example.com/acme/deploy.git", deploy.url());
      substitutions.put("hosts=git.example.com", "hosts=" + gitea.host());
      PageShell shell = shell("git.example.com/acme/web", gitea.token("write:repository") + "\n");
      Files.writeString(folder().resolve("ca.pem"), gitea.authorityPem());

      follow(
          shell,
          PageShell.blocks("docs/first-binding-gitea.md"),
          place(web),
          manifest(place(deploy)));
    }
  }

  @Test
  void bitbucket() throws IOException {
    try (HttpGitServer https = HttpGitServer.https(CERTIFICATES.serverContext())) {
      Set<String> logins = Set.of(login("x-token-auth", TOKEN), login("x-token-auth", OTHER_TOKEN));
      https.requireLogin(logins::contains);
      https(https, "https://bitbucket.org/acme/", "bitbucket.org", "web.git", "deploy.git");

      follow(
          shell("docker.io/acme/web", TOKEN + "\n" + OTHER_TOKEN + "\n"),
          PageShell.blocks("docs/first-binding-bitbucket.md"),
          place(https.createRepository("web")),
          manifest(place(https.createRepository("deploy"))));
    }
  }

  @Test
  void azureDevOps() throws IOException {
    try (HttpGitServer https = HttpGitServer.https(CERTIFICATES.serverContext())) {
      https.requireBasic("pat", TOKEN);
      https(https, "https://dev.azure.com/acme/shop/_git/", "dev.azure.com", "web", "deploy");

      follow(
          shell("acme.azurecr.io/web", TOKEN + "\n"),
          PageShell.blocks("docs/first-binding-azure-devops.md"),
          place(https.createRepository("web")),
          manifest(place(https.createRepository("deploy"))));
    }
  }

  /** The reader's way to a tag in the manifest. */
  private void follow(PageShell shell, List<Block> blocks, Place source, Place manifest)
      throws IOException {
    String commit = source.commit("README", "hello");
    REGISTRY.get().push("acme/web", commit);
    assertThat(blocks).isNotEmpty();

    for (Block block : blocks) {
      shell.run(block);
      addKeys();
    }

    Awaitility.await("the tag is in the manifest")
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(manifest.text(OperatorStage.PATH))
                    .contains("image: " + image() + ":" + commit));
  }

  /** What a reader does at the host's page for deploy keys. */
  private void addKeys() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.filter(one -> one.toString().endsWith(".pub")).toList()) {
        STAGE.get().git().authorize(Files.readString(file));
      }
    }
  }

  private void https(
      HttpGitServer server, String base, String host, String source, String manifest) {
    substitutions.put(base + source, server.url("web"));
    substitutions.put(base + manifest, server.url("deploy"));
    String prefix = host.startsWith("=") ? "=" : "";
    substitutions.put(host, prefix + "127.0.0.1:" + server.port());
  }

  private PageShell shell(String image, String input) throws IOException {
    substitutions.put(image, image());
    substitutions.put("-n shop", "-n " + namespace);
    substitutions.put("namespace: shop", "namespace: " + namespace);
    return new PageShell(STAGE.get().api(), folder(), substitutions, input);
  }

  private Path folder() throws IOException {
    return Files.createDirectories(FOLDER.get().path().resolve(id));
  }

  private static String image() {
    return REGISTRY.get().host() + "/acme/web";
  }

  private static Place manifest(Place manifest) {
    manifest.commit(
        OperatorStage.PATH, OperatorStage.deploymentYaml(image() + ":" + "0".repeat(40)));
    return manifest;
  }

  private static Place place(GitRepository repository) {
    return new Place() {
      @Override
      public String commit(String path, String content) {
        return repository.commit("main", path, content);
      }

      @Override
      public String text(String path) {
        return repository.text("main", path);
      }
    };
  }

  private static Place place(GiteaRepository repository) {
    return new Place() {
      @Override
      public String commit(String path, String content) {
        return repository.commit(path, content);
      }

      @Override
      public String text(String path) {
        return repository.text(path);
      }
    };
  }

  private static String login(String user, String password) {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  private static String authorities() {
    try {
      return Files.writeString(
              FOLDER.get().path().resolve("ca.crt"),
              Stream.of(REGISTRY.get().authorityPem(), CERTIFICATES.authorityPem())
                  .collect(Collectors.joining("\n")))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.gitopsbinding.testing.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.testing.git.GitRepository;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;

/**
 * Finds secrets in whatever the operator shows. Secrets are planted, the operator works, and then
 * its outputs are searched; what was found says where, and not what.
 *
 * <pre>{@code
 * try (CanaryScan scan = CanaryScan.start()) {
 *   String password = scan.canary("password");
 *   scan.hide("deploy key", server.privateKey());
 *   ...
 *   scan.searchCluster(admin);
 *   scan.search("metrics", metrics);
 *   scan.searchRepository(manifest);
 *   scan.searchLogs();
 *   assertThat(scan.takeFindings()).isEmpty();
 * }
 * }</pre>
 */
public final class CanaryScan implements AutoCloseable {
  /** Shorter lines of a key, such as its last one, could be found by chance. */
  private static final int SHORTEST_LINE = 16;

  /** What stands before the two halves of an ed25519 key: the length of both, 64 bytes. */
  private static final byte[] BEFORE_SEED = {0, 0, 0, 64};

  private static final int SEED_LENGTH = 32;

  private final LogCapture logs = LogCapture.start();
  private final TextSearch secrets = new TextSearch();
  private final Set<String> searchedObjects = new HashSet<>();
  private final Set<String> findings = new LinkedHashSet<>();
  private final Set<String> told = new HashSet<>();
  private long searchedTo;
  private String logEntry = "";

  private CanaryScan() {}

  /** Begins to capture logs: all of this JVM, at every level. */
  public static CanaryScan start() {
    return new CanaryScan();
  }

  /** Makes a secret text that is like no other. */
  public String canary(String label) {
    String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
    hide(label, canary);
    return canary;
  }

  /** Searches for this text, too: each line of it that is long enough, but not a PEM boundary. */
  public void hide(String label, String secret) {
    secret
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
        .forEach(line -> hideForms(label, SecretForms.of(line)));
  }

  /** Searches for this private key, too: an ed25519 one in OpenSSH form without a passphrase. */
  public void hideKey(String label, String privateKey) {
    hide(label, privateKey);
    byte[] decoded = Base64.getMimeDecoder().decode(privateKey.replaceAll("-----[A-Z ]+-----", ""));
    int seed = indexOf(decoded, BEFORE_SEED) + BEFORE_SEED.length;
    hideForms(label, SecretForms.of(Arrays.copyOfRange(decoded, seed, seed + SEED_LENGTH)));
  }

  private void hideForms(String label, Set<String> forms) {
    forms.forEach(form -> secrets.add(label, form));
  }

  /**
   * Searches a text.
   *
   * @param where names it in what was found
   */
  public void search(String where, String text) {
    secrets.labelsIn(text).forEach(label -> findings.add(label + " in " + where));
  }

  /**
   * Searches all bindings with their statuses, and all events, as far as they have changed since
   * the last search.
   */
  public void searchCluster(KubernetesClient client) {
    List<HasMetadata> objects = new ArrayList<>();
    objects.addAll(client.resources(GitOpsBinding.class).inAnyNamespace().list().getItems());
    objects.addAll(client.events().v1().events().inAnyNamespace().list().getItems());
    objects.addAll(client.leases().inAnyNamespace().list().getItems());
    for (HasMetadata object : objects) {
      var meta = object.getMetadata();
      if (searchedObjects.add(meta.getUid() + " " + meta.getResourceVersion())) {
        search(
            object.getKind() + " " + meta.getNamespace() + "/" + meta.getName(),
            client.getKubernetesSerialization().asYaml(object));
      }
    }
  }

  /** Searches all commits of all branches. */
  public void searchRepository(GitRepository repository) {
    search(
        "repository " + repository.directory().getFileName(),
        repository.git("log", "--all", "--patch", "--format=raw"));
  }

  /**
   * Searches what was logged since the last search, to its last whole line. So a secret has to be
   * hidden before the first search after its first use.
   */
  public void searchLogs() {
    for (String line : freshLines()) {
      Matcher beginning = LogCapture.BEGINNING.matcher(line);
      logEntry = beginning.find() ? beginning.group(1) + " " + beginning.group(2) : logEntry;
      search("log entry " + logEntry, line);
    }
  }

  private List<String> freshLines() {
    try (SeekableByteChannel file = Files.newByteChannel(logs.file())) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size() - searchedTo));
      file.position(searchedTo);
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
      int end = bytes.position();
      while (end > 0 && bytes.get(end - 1) != '\n') {
        end--;
      }
      searchedTo += end;
      return new String(bytes.array(), 0, end, UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was found and not told before: the secret's label, and where. */
  public List<String> takeFindings() {
    List<String> fresh = findings.stream().filter(told::add).toList();
    findings.clear();
    return fresh;
  }

  @Override
  public void close() {
    logs.close();
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i <= bytes.length - wanted.length - SEED_LENGTH; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no ed25519 key in OpenSSH form without a passphrase");
  }
}

package dev.gitopsbinding.cli.command.part;

import dev.gitopsbinding.cli.create.HostKeyAdvice;
import dev.gitopsbinding.cli.create.KeyPlan;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.cli.terminal.TerminalQuestion;
import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.git.setup.HostKey;
import dev.gitopsbinding.git.setup.HostKeyScanner;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Which keys of hosts are trusted: those of a file, those whose fingerprint is named, or those that
 * the person has compared. There is no way to trust whatever a host shows.
 *
 * @param fingerprints that the person named
 * @param file lines for known_hosts; null: the hosts are scanned
 */
public record HostKeyChoice(
    CommandSpec spec,
    TerminalQuestion question,
    Map<String, String> environment,
    List<String> fingerprints,
    @Nullable Path file) {

  /**
   * The lines for known_hosts of each key's host, by host and port.
   *
   * @throws CommandFailure if a host shows no key, or one that is not trusted
   */
  public Map<String, String> lines(List<KeyPlan> keys, String namespace) {
    Map<String, String> lines = new HashMap<>();
    for (KeyPlan key : keys) {
      String host = key.url().hostAndPort();
      if (!lines.containsKey(host)) {
        lines.put(host, file == null ? scanned(key.url(), namespace) : read(file));
      }
    }
    return lines;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandFailure("--known-hosts: the file cannot be read", e);
    }
  }

  private String scanned(RepositoryUrl url, String namespace) {
    return switch (scanner(namespace).scan(url, namespace)) {
      case Result.Failed<HostKey>(var failure) -> throw new CommandFailure(failure.message());
      case Result.Ok<HostKey>(var key) -> {
        refuseUntrusted(url.hostAndPort(), key);
        yield key.line() + "\n";
      }
    };
  }

  private void refuseUntrusted(String host, HostKey key) {
    if (fingerprints.contains(key.fingerprint())) {
      return;
    }
    String shown = key.type() + " " + key.fingerprint();
    if (!fingerprints.isEmpty()) {
      throw new CommandFailure(
          "Host %s showed the key %s, which --host-key does not name. This can be an attack: ask the host's owner"
              .formatted(host, shown));
    }
    boolean isCompared =
        question.agrees(
            HostKeyAdvice.question(host, List.of(shown)),
            "--host-key " + key.fingerprint() + ", once it is compared, or --known-hosts FILE");
    if (!isCompared) {
      throw new CommandFailure("Host %s is not trusted; nothing was created".formatted(host));
    }
  }

  private HostKeyScanner scanner(String namespace) {
    try {
      return new HostKeyScanner(OperatorConfig.read(environment, namespace).git());
    } catch (ConfigException e) {
      throw new CommandFailure("A setting is wrong", e);
    }
  }
}

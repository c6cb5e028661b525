package dev.gitopsbinding.cli.command.part;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gitopsbinding.cli.cluster.ClusterClient;
import dev.gitopsbinding.cli.cluster.ResourcePath;
import dev.gitopsbinding.cli.create.CreatePlan;
import dev.gitopsbinding.cli.create.DeployKeyAdvice;
import dev.gitopsbinding.cli.create.HostKind;
import dev.gitopsbinding.cli.create.KeyPlan;
import dev.gitopsbinding.cli.terminal.CommandFailure;
import dev.gitopsbinding.cli.terminal.TerminalQuestion;
import dev.gitopsbinding.cli.text.YamlText;
import dev.gitopsbinding.git.setup.DeployKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Creates what a plan says, or prints it. */
public record BindingCreation(
    CommandSpec spec, ClusterClient client, TerminalQuestion question, CreatePlan plan) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String PLACEHOLDER = "REPLACE by the private key\n";

  /** Prints the objects. No key is made, and no host and no API server is asked. */
  public void print(OutputOption.Format format) {
    List<Map<String, Object>> objects = new ArrayList<>();
    plan.keys().forEach(key -> objects.add(plan.secret(key, PLACEHOLDER, placeholder(key))));
    objects.add(plan.binding());
    if (format == OutputOption.Format.JSON) {
      Map<String, Object> list = new LinkedHashMap<>();
      list.put("apiVersion", "v1");
      list.put("kind", "List");
      list.put("items", objects);
      ResultWriter.write(spec, format, list);
    } else {
      ResultWriter.write(
          spec, objects.stream().map(YamlText::of).collect(Collectors.joining("---\n")));
    }
  }

  /** A comment: as long as it is not replaced, no host is trusted. */
  private static String placeholder(KeyPlan key) {
    int port = key.url().port();
    return "# REPLACE by the output of: ssh-keyscan%s %s, once its fingerprints are compared\n"
        .formatted(port == key.url().scheme().defaultPort() ? "" : " -p " + port, key.url().host());
  }

  /**
   * Creates them: the Secrets first, so that the binding finds them. What can be refused is tried
   * before the first key is made.
   */
  public void create(HostKeyChoice hosts, boolean isAgreed) {
    refuseExisting();
    String what = ClusterOptions.what(plan.answers().namespace(), plan.answers().name());
    ResourcePath bindings = ResourcePath.bindings(plan.answers().namespace());
    client.create(bindings, json(plan.binding()), what, true);
    plan.keys().forEach(key -> createSecret(key, PLACEHOLDER, placeholder(key), true));
    Map<String, String> lines = hosts.lines(plan.keys(), plan.answers().namespace());
    if (!isAgreed && !question.agrees(intention(what), "--yes")) {
      throw new CommandFailure("Nothing was created");
    }
    Map<String, String> publicKeys = new LinkedHashMap<>();
    for (KeyPlan key : plan.keys()) {
      publicKeys.put(key.secret(), createKey(key, lines.getOrDefault(key.url().hostAndPort(), "")));
    }
    client.create(bindings, json(plan.binding()), what, false);
    ResultWriter.write(spec, what + " created.\n" + advice(publicKeys));
  }

  private String advice(Map<String, String> publicKeys) {
    return DeployKeyAdvice.of(plan, publicKeys)
        + "\nThen: kubectl gitopsbinding why %s -n %s\n"
            .formatted(plan.answers().name(), plan.answers().namespace());
  }

  /** Those that are to be made must not exist, and those that are named must. */
  private void refuseExisting() {
    for (KeyPlan key : plan.keys()) {
      if (exists(key.secret())) {
        throw new CommandFailure(
            "%s exists already, and is left as it is. Use it by --source-secret or --manifest-secret, or choose another name for the binding"
                .formatted(what(key.secret())));
      }
    }
    Stream.of(plan.answers().source().secret(), plan.answers().manifest().secret())
        .filter(Objects::nonNull)
        .filter(secret -> !exists(secret))
        .findFirst()
        .ifPresent(
            secret -> {
              throw new CommandFailure(what(secret) + " does not exist");
            });
  }

  private boolean exists(String secret) {
    return client
        .findMetadata(ResourcePath.secrets(plan.answers().namespace()).named(secret), what(secret))
        .isPresent();
  }

  private String what(String secret) {
    return "Secret " + plan.answers().namespace() + "/" + secret;
  }

  private String intention(String binding) {
    return plan.keys().isEmpty()
        ? "Create %s?".formatted(binding)
        : "Make %s, put %s into %s, and create %s?"
            .formatted(
                plan.keys().size() == 1 ? "a key" : plan.keys().size() + " keys",
                plan.keys().size() == 1 ? "it" : "them",
                plan.keys().stream()
                    .map(key -> what(key.secret()) + " (new)")
                    .collect(Collectors.joining(" and ")),
                binding);
  }

  private String createKey(KeyPlan key, String knownHosts) {
    DeployKey made =
        DeployKey.generate(
            HostKind.of(key.url().host()).needsRsa(), key.comment(plan.answers().namespace()));
    createSecret(key, made.privateKey(), knownHosts, false);
    // At once: if a later step fails, nothing else shows which key the Secret holds.
    ResultWriter.write(
        spec,
        "%s created. Its public key:\n  %s\n"
            .formatted(what(key.secret()), made.publicKey().strip()));
    return made.publicKey();
  }

  private void createSecret(KeyPlan key, String privateKey, String knownHosts, boolean dryRun) {
    client.create(
        ResourcePath.secrets(plan.answers().namespace()),
        json(plan.secret(key, privateKey, knownHosts)),
        what(key.secret()),
        dryRun);
  }

  private static JsonNode json(Map<String, Object> object) {
    return MAPPER.valueToTree(object);
  }
}

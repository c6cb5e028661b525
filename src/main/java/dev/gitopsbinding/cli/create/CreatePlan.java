package dev.gitopsbinding.cli.create;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which objects are made of the answers. Each repository gets a key of its own, as GitHub lets a
 * deploy key into one repository only.
 *
 * @param keys those that have to be made, of the source first
 */
public record CreatePlan(
    CreateAnswers answers,
    List<KeyPlan> keys,
    @Nullable String sourceSecret,
    @Nullable String manifestSecret) {

  /** Copies the list. */
  public CreatePlan {
    keys = List.copyOf(keys);
  }

  /** The plan. */
  public static CreatePlan of(CreateAnswers answers) {
    RepositoryAnswer source = answers.source();
    RepositoryAnswer manifest = answers.manifest();
    List<KeyPlan> keys = new ArrayList<>();
    String manifestSecret = manifest.secret();
    String sourceSecret = source.secret();
    boolean isOne = source.url().identity().equals(manifest.url().identity());
    if (sourceSecret == null && source.isSsh() && isOne && manifestSecret != null) {
      sourceSecret = manifestSecret;
    }
    if (sourceSecret == null && source.isSsh() && !(isOne && manifest.isSsh())) {
      sourceSecret = answers.name() + "-source-git";
      keys.add(new KeyPlan(sourceSecret, source.url(), false));
    }
    if (manifestSecret == null && manifest.isSsh()) {
      manifestSecret = answers.name() + "-manifest-git";
      keys.add(new KeyPlan(manifestSecret, manifest.url(), true));
    }
    if (sourceSecret == null && source.isSsh()) {
      sourceSecret = manifestSecret;
    }
    return new CreatePlan(answers, keys, sourceSecret, manifestSecret);
  }

  /** Whether a login for the manifest repository is missing: nobody may push without one. */
  public boolean lacksLogin() {
    return manifestSecret == null;
  }

  /** The binding, as it is posted or printed. */
  public Map<String, Object> binding() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("target", ordered("kind", answers.kind(), "name", answers.target()));
    spec.put("image", Map.of("name", answers.image()));
    spec.put("source", side(answers.source(), sourceSecret));
    Map<String, Object> manifest = side(answers.manifest(), manifestSecret);
    manifest.put("path", answers.path());
    spec.put("manifest", manifest);
    Map<String, Object> binding = new LinkedHashMap<>();
    binding.put("apiVersion", "gitopsbinding.dev/v1alpha1");
    binding.put("kind", "GitOpsBinding");
    binding.put("metadata", ordered("name", answers.name(), "namespace", answers.namespace()));
    binding.put("spec", spec);
    return binding;
  }

  private static Map<String, Object> side(RepositoryAnswer repository, @Nullable String secret) {
    Map<String, Object> side = new LinkedHashMap<>();
    side.put("url", repository.text());
    side.put("ref", Map.of("branch", repository.branch()));
    if (secret != null) {
      side.put("secretRef", Map.of("name", secret));
    }
    return side;
  }

  /**
   * A Secret, as it is posted or printed.
   *
   * @param privateKey in OpenSSH's form
   * @param knownHosts the lines of the host
   */
  public Map<String, Object> secret(KeyPlan key, String privateKey, String knownHosts) {
    Map<String, Object> secret = new LinkedHashMap<>();
    secret.put("apiVersion", "v1");
    secret.put("kind", "Secret");
    secret.put("metadata", ordered("name", key.secret(), "namespace", answers.namespace()));
    secret.put("type", "kubernetes.io/ssh-auth");
    secret.put("stringData", ordered("ssh-privatekey", privateKey, "known_hosts", knownHosts));
    return secret;
  }

  private static Map<String, Object> ordered(
      String key, String value, String otherKey, String otherValue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(otherKey, otherValue);
    return map;
  }
}

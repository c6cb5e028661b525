package dev.gitopsbinding.registry.dockerconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of a Secret of type {@code kubernetes.io/dockerconfigjson}. An entry is used only for
 * the images that its key names. {@link #toString()} shows no secret.
 */
public final class DockerConfig {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Entry(DockerConfigKey key, RegistryLogin login) {}

  /** Never leaves this class. The message repeats nothing of the Secret. */
  private static final class Malformed extends Exception {
    Malformed(String fault) {
      super(fault);
    }
  }

  private final List<Entry> entries;

  private DockerConfig(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads the value of {@code .dockerconfigjson}. Ignores unknown fields, and entries without a
   * login.
   *
   * @param secret the name for messages, such as {@code Secret shop/pull}
   * @return fails with {@code SECRET_INVALID}
   */
  public static Result<DockerConfig> parse(String secret, byte[] json) {
    try {
      JsonNode auths = tree(json).path("auths");
      if (!auths.isObject()) {
        throw new Malformed("has no object 'auths'");
      }
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : auths.properties()) {
        login(field.getValue())
            .ifPresent(
                login -> entries.add(new Entry(DockerConfigKey.parse(field.getKey()), login)));
      }
      entries.sort(Comparator.comparing(Entry::key, DockerConfigKey.MOST_SPECIFIC));
      return Result.ok(new DockerConfig(entries));
    } catch (Malformed e) {
      return Result.failed(
          new Failure.Secret(
              Reason.SECRET_INVALID,
              "Key '.dockerconfigjson' of %s %s. Recreate it, for example with kubectl create secret docker-registry"
                  .formatted(secret, e.getMessage())));
    }
  }

  /** The logins for an image; those with the most specific keys come first. */
  public List<RegistryLogin> loginsFor(ImageReference image) {
    return entries.stream()
        .filter(entry -> entry.key().fits(image))
        .map(Entry::login)
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return "Docker config with " + entries.size() + " logins";
  }

  private static JsonNode tree(byte[] json) throws Malformed {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      // Without the cause, because its message repeats parts of the Secret.
      throw new Malformed("is not valid JSON");
    }
  }

  private static Optional<RegistryLogin> login(JsonNode entry) throws Malformed {
    String registryToken = text(entry, "registrytoken");
    if (!registryToken.isEmpty()) {
      if (!registryToken.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new Malformed("has a 'registrytoken' that is not a token");
      }
      return Optional.of(new RegistryLogin.RegistryToken(registryToken));
    }
    String identityToken = text(entry, "identitytoken");
    if (!identityToken.isEmpty()) {
      return Optional.of(new RegistryLogin.IdentityToken(identityToken));
    }
    String auth = text(entry, "auth");
    String username = text(entry, "username");
    if (auth.isEmpty() && username.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        auth.isEmpty() ? new RegistryLogin.Basic(username, text(entry, "password")) : basic(auth));
  }

  private static RegistryLogin basic(String auth) throws Malformed {
    byte[] decoded;
    try {
      decoded = Base64.getMimeDecoder().decode(auth);
    } catch (IllegalArgumentException e) {
      throw new Malformed("has an 'auth' that is not Base64");
    }
    String pair = new String(decoded, StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    if (colon <= 0) {
      throw new Malformed("has an 'auth' that is not Base64 of user:password");
    }
    return new RegistryLogin.Basic(pair.substring(0, colon), pair.substring(colon + 1));
  }

  private static String text(JsonNode entry, String name) {
    return entry.path(name).asText("");
  }
}

package dev.gitopsbinding.controller.kube;

import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Extracts the keys of a Secret that are used, if they are not too large. Pure. */
public final class UsedSecretData {
  /** The keys that are read of Secrets of any type. */
  private static final Set<String> USED =
      Set.of(
          "identity",
          "sshPrivateKey",
          "ssh-privatekey",
          "known_hosts",
          "username",
          "password",
          "bearerToken",
          "ca.crt",
          ".dockerconfigjson",
          "url",
          "hmacKey",
          "githubAppID",
          "githubAppInstallationID",
          "githubAppPrivateKey",
          "githubAppBaseURL",
          "git.asc",
          "passphrase");

  /**
   * Enough for a private key, a login and the lines of some hosts, which take a few KiB, or for 30
   * authorities (60 KiB). A Secret may hold 1 MiB, and the objects made from it take many times as
   * much memory.
   */
  static final int MAX_BYTES = 64 << 10;

  private UsedSecretData() {}

  /** The used part of a Secret; a failure if it is longer than {@value #MAX_BYTES} bytes. */
  public static Result<SecretData> of(Secret found) {
    SecretData secret = data(found);
    long size = size(secret);
    return size > MAX_BYTES
        ? Result.failed(
            new Failure.Secret(
                Reason.SECRET_INVALID,
                "%s holds %d bytes under the keys that the operator reads; at most %d are allowed. Remove from 'known_hosts', 'ca.crt' or '.dockerconfigjson' what its hosts do not need."
                    .formatted(secret, size, MAX_BYTES)))
        : Result.ok(secret);
  }

  /** The size in bytes, annotations included. */
  static long size(SecretData secret) {
    return secret.data().values().stream().mapToLong(value -> value.length).sum()
        + secret.annotations().values().stream().mapToLong(String::length).sum();
  }

  private static SecretData data(Secret secret) {
    var meta = secret.getMetadata();
    Map<String, byte[]> data =
        Optional.ofNullable(secret.getData()).orElse(Map.of()).entrySet().stream()
            .filter(entry -> USED.contains(entry.getKey()))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> Base64.getDecoder().decode(entry.getValue())));
    return new SecretData(
        meta.getNamespace(),
        meta.getName(),
        Optional.ofNullable(secret.getType()).orElse("Opaque"),
        Optional.ofNullable(meta.getAnnotations()).orElse(Map.of()),
        data);
  }
}

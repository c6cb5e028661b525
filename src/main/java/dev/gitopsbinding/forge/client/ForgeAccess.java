package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.net.CompositeDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to access a forge. Its text form shows no secret.
 *
 * @param token null to ask without a login
 * @param authorities PEM certificates to trust in addition to the system's; null for none
 */
public record ForgeAccess(@Nullable String token, @Nullable String authorities) {
  /** Identifies the access without storing it. */
  public String digest() {
    return CompositeDigest.of(
        List.of(
            token == null ? "anonymous" : "token",
            Objects.requireNonNullElse(token, ""),
            Objects.requireNonNullElse(authorities, "")));
  }

  @Override
  public String toString() {
    return token == null ? "anonymous" : "token";
  }
}

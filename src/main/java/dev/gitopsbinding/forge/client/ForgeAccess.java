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
 * @param login identifies who logs in, if the token is one of many that come and go; null: the
 *     token itself does
 */
public record ForgeAccess(
    @Nullable String token, @Nullable String authorities, @Nullable String login) {
  /** An access with a token that stays the same, or without one. */
  public ForgeAccess(@Nullable String token, @Nullable String authorities) {
    this(token, authorities, null);
  }

  /** Identifies the access without storing it. */
  public String digest() {
    return CompositeDigest.of(
        List.of(
            login != null ? "login" : token == null ? "anonymous" : "token",
            login != null ? login : Objects.requireNonNullElse(token, ""),
            Objects.requireNonNullElse(authorities, "")));
  }

  @Override
  public String toString() {
    return token == null ? "anonymous" : "token";
  }
}

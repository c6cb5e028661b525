package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to access a registry.
 *
 * @param logins in the order in which they are tried; empty to ask anonymously
 * @param authorities PEM certificates to trust in addition to the system's; null for none
 */
public record RegistryAccess(List<RegistryLogin> logins, @Nullable String authorities) {
  /** Copies the list. */
  public RegistryAccess {
    logins = List.copyOf(logins);
  }
}

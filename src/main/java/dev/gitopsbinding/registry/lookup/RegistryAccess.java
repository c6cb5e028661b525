package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import java.util.List;
import java.util.Optional;

/**
 * How to ask a registry.
 *
 * @param logins in the order in which they are tried; none to ask anonymously
 * @param authorities PEM certificates to trust beside the machine's
 */
public record RegistryAccess(List<RegistryLogin> logins, Optional<String> authorities) {
  /** Without a login, trusting the machine's authorities. */
  public static final RegistryAccess ANONYMOUS = new RegistryAccess(List.of(), Optional.empty());

  /** Copies the list. */
  public RegistryAccess {
    logins = List.copyOf(logins);
  }
}

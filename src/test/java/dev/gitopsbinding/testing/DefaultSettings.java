package dev.gitopsbinding.testing;

import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.registry.RegistrySettings;
import java.util.Map;

/** The settings of an operator whose environment sets nothing. */
public final class DefaultSettings {
  private DefaultSettings() {}

  /** The settings for registries. */
  public static RegistrySettings registry() {
    try {
      return OperatorConfig.read(Map.of(), "gitops").registry();
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.gitopsbinding.testing;

import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.notify.webhook.WebhookSettings;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.registry.lookup.RegistryAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The settings of an operator whose environment sets nothing. */
public final class DefaultSettings {
  /** Every host may be named. */
  public static final AllowedHosts ANY_HOST = new AllowedHosts(List.of());

  /** Without a login, trusting only the system's certificate authorities. */
  public static final RegistryAccess ANONYMOUS = new RegistryAccess(List.of(), null);

  /** The limits of the parser. */
  public static final YamlLimits YAML_LIMITS = YamlLimits.of(50, 1 << 20);

  private DefaultSettings() {}

  /** The settings for registries. */
  public static RegistrySettings registry() {
    return settings().registry();
  }

  /** The settings for receivers of messages. */
  public static WebhookSettings webhooks() {
    return settings().webhooks();
  }

  /** All settings, with a cache folder. */
  public static OperatorConfig withCache(Path folder) {
    return read(Map.of("GITOPSBINDING_CACHE_DIR", folder.toString()));
  }

  private static OperatorConfig settings() {
    return read(Map.of());
  }

  private static OperatorConfig read(Map<String, String> environment) {
    try {
      return OperatorConfig.read(environment, "gitops");
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.gitopsbinding.config;

import dev.gitopsbinding.http.hook.HookSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of the port for webhooks. */
final class HookVariables {
  final Setting<Integer> port =
      Setting.of(
          Settings.PREFIX + "HOOK_PORT",
          "",
          "a port from 0 to 65535, and another one than GITOPSBINDING_HTTP_PORT",
          "The port for webhooks, [webhooks.md](webhooks.md); 0 for any free one. Empty: none are received.",
          Parsers.integer(0, 65_535));

  final Setting<Path> secrets =
      Setting.of(
          Settings.PREFIX + "HOOK_SECRETS_DIR",
          "/run/gitopsbinding/hooks",
          "an absolute path",
          "The folder with a file for each provider of webhooks, named as its path, that holds a secret in each line; it is read again when it changes.",
          Parsers::absolutePath);

  /** All, in the order of the documentation. */
  List<Setting<?>> all() {
    return List.of(port, secrets);
  }

  /** Null if no webhooks are received. */
  @Nullable HookSettings read(EnvironmentReader reader, InetAddress address) {
    // No lambda: making one would load the class of what it returns, also where the port is not
    // set.
    Integer number = reader.optional(port).orElse(null);
    return number == null
        ? null
        : new HookSettings(new InetSocketAddress(address, number), reader.value(secrets));
  }
}

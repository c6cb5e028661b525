package dev.gitopsbinding.config;

import dev.gitopsbinding.net.http.ProxySettings;
import java.util.List;
import java.util.Optional;

/** The settings of proxies, by the variables that other programs read too. */
final class ProxyVariables {
  final Setting<ProxySettings.Proxy> https =
      proxy("HTTPS_PROXY", "The proxy for `https://` git hosts.");
  final Setting<ProxySettings.Proxy> http =
      proxy("HTTP_PROXY", "The proxy for `http://` git hosts.");

  final Setting<List<String>> exempt =
      Setting.of(
          "NO_PROXY",
          "",
          "host names, domains, addresses or CIDR ranges, separated by commas",
          "The hosts that are reached without a proxy.",
          text -> Optional.of(Parsers.list(text)));

  /** All, in the order of the documentation. */
  List<Setting<?>> all() {
    return List.of(https, http, exempt);
  }

  /** What they say. */
  ProxySettings read(EnvironmentReader reader) {
    return new ProxySettings(
        reader.optional(http).orElse(null),
        reader.optional(https).orElse(null),
        reader.value(exempt));
  }

  private static Setting<ProxySettings.Proxy> proxy(String variable, String meaning) {
    return Setting.of(
            variable,
            "",
            "a URL of the form http://[user:password@]host[:port]",
            meaning,
            Parsers::proxy)
        .hidden();
  }
}

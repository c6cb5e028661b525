package dev.gitopsbinding.config;

import dev.gitopsbinding.net.http.ProxySettings;
import java.util.List;
import java.util.Optional;

/** The settings of all HTTP clients: authorities and proxies. */
final class HttpVariables {
  final Setting<String> authorities =
      Setting.of(
          Settings.PREFIX + "CA_FILE",
          "",
          "the absolute path of a readable file with certificates in PEM form",
          "Certificate authorities that are trusted at all git hosts, registries, forges, receivers of messages and the collector of traces, beside the system's and those of a Secret; read when the operator starts.",
          Parsers::certificates);

  final Setting<ProxySettings.Proxy> httpsProxy =
      proxy("HTTPS_PROXY", "The proxy for `https://` git hosts.");
  final Setting<ProxySettings.Proxy> httpProxy =
      proxy("HTTP_PROXY", "The proxy for `http://` git hosts.");

  final Setting<List<String>> noProxy =
      Setting.of(
          "NO_PROXY",
          "",
          "host names, domains, addresses or CIDR ranges, separated by commas",
          "The hosts that are reached without a proxy.",
          text -> Optional.of(Parsers.list(text)));

  /** All, in the order of the documentation. */
  List<Setting<?>> all() {
    return List.of(authorities, httpsProxy, httpProxy, noProxy);
  }

  ProxySettings proxies(EnvironmentReader reader) {
    return new ProxySettings(
        reader.optional(httpProxy).orElse(null),
        reader.optional(httpsProxy).orElse(null),
        reader.value(noProxy));
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

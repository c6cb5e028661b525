package dev.gitopsbinding.registry;

import dev.gitopsbinding.net.HostText;
import dev.gitopsbinding.net.ProxySettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What must not be shown, should a host repeat it: logins, and the tokens got for them. */
final class HiddenTexts {
  private final Set<String> texts = ConcurrentHashMap.newKeySet();

  static HiddenTexts of(List<RegistryLogin> logins, ProxySettings proxies) {
    HiddenTexts hidden = new HiddenTexts();
    logins.forEach(hidden::addLogin);
    Stream.of(proxies.http(), proxies.https())
        .flatMap(Optional::stream)
        .flatMap(proxy -> proxy.login().stream())
        .forEach(hidden::addPair);
    return hidden;
  }

  /** The value of the header that a login by name and password sends. */
  static String base64(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  void add(String text) {
    texts.add(text);
    texts.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  /** A host's words as they may be shown. */
  String clean(String text) {
    // A longer text goes first: a shorter one may be a part of it.
    return HostText.clean(
        text, texts.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList());
  }

  private void addLogin(RegistryLogin login) {
    switch (login) {
      case RegistryLogin.Basic(var username, var password) -> addPair(username + ":" + password);
      case RegistryLogin.IdentityToken(var token) -> add(token);
      case RegistryLogin.RegistryToken(var token) -> add(token);
    }
  }

  /** Names count too: many hosts take an access token for one. */
  private void addPair(String pair) {
    add(base64(pair));
    for (String part : pair.split(":", 2)) {
      add(part);
    }
  }
}

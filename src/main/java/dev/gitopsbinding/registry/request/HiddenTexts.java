package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.net.HostText;
import dev.gitopsbinding.net.http.BasicLogin;
import dev.gitopsbinding.net.http.ProxySettings;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What must not be shown, should a host repeat it: logins, and the tokens got for them. */
public final class HiddenTexts {
  private final Set<String> texts = ConcurrentHashMap.newKeySet();

  public static HiddenTexts of(List<RegistryLogin> logins, ProxySettings proxies) {
    HiddenTexts hidden = new HiddenTexts();
    logins.forEach(hidden::addLogin);
    Stream.of(proxies.http(), proxies.https())
        .flatMap(Optional::stream)
        .flatMap(proxy -> proxy.login().stream())
        .flatMap(pair -> new BasicLogin(pair).secrets().stream())
        .forEach(hidden::add);
    return hidden;
  }

  public void add(String text) {
    texts.add(text);
    texts.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  /** A host's words as they may be shown. */
  public String clean(String text) {
    return HostText.clean(text, List.copyOf(texts));
  }

  private void addLogin(RegistryLogin login) {
    switch (login) {
      case RegistryLogin.Basic(var username, var password) ->
          BasicLogin.of(username, password).secrets().forEach(this::add);
      case RegistryLogin.IdentityToken(var token) -> add(token);
      case RegistryLogin.RegistryToken(var token) -> add(token);
    }
  }
}

package dev.gitopsbinding.net.http;

import dev.gitopsbinding.net.HostText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Takes secrets out of what hosts and proxies say, should they repeat one. Thread-safe. */
public final class Redactor {
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  /** Hides secrets, and the logins of proxies. */
  public static Redactor of(Collection<String> secrets, ProxySettings proxies) {
    Redactor redactor = new Redactor();
    secrets.forEach(redactor::add);
    Stream.of(proxies.http(), proxies.https())
        .flatMap(Optional::stream)
        .flatMap(proxy -> proxy.login().stream())
        .flatMap(pair -> new BasicLogin(pair).secrets().stream())
        .forEach(redactor::add);
    return redactor;
  }

  /** Hides one more secret, also in the form that URLs have it in. */
  public void add(String secret) {
    secrets.add(secret);
    secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  /** The text as it may be shown. */
  public String clean(String text) {
    return HostText.clean(text, List.copyOf(secrets));
  }
}

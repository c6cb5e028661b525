package dev.gitopsbinding.net.http;

import dev.gitopsbinding.net.HostText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Replaces secrets in what hosts and proxies send, in case they repeat one. Thread-safe. */
public final class Redactor {
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  /** Creates a redactor for secrets and the logins of proxies. */
  public static Redactor of(Collection<String> secrets, ProxySettings proxies) {
    Redactor redactor = new Redactor();
    secrets.forEach(redactor::add);
    redactor.addLogin(proxies.http());
    redactor.addLogin(proxies.https());
    return redactor;
  }

  private void addLogin(ProxySettings.@Nullable Proxy proxy) {
    if (proxy != null && proxy.login() != null) {
      new BasicLogin(proxy.login()).secrets().forEach(this::add);
    }
  }

  /** Adds a secret, also as it looks in a URL. */
  public void add(String secret) {
    secrets.add(secret);
    secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  /** Returns the text as it may be shown; see {@link HostText#clean}. */
  public String clean(String text) {
    return HostText.clean(text, List.copyOf(secrets));
  }
}

package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.net.address.HostResolver;
import dev.gitopsbinding.net.address.SeenAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Creates HTTP clients for one host, which connect through a proxy or to allowed addresses only.
 */
public final class HttpClients {
  /** Limits of headers and trailers; the library's default is unlimited. */
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(32 << 10).setMaxHeaderCount(100).build();

  /** The tenant for lookups of the operator itself; differs from all namespaces. */
  private static final String OPERATOR = "";

  private HttpClients() {}

  /**
   * Creates a client, to be closed.
   *
   * @param authorities PEM certificates to trust at this host, in addition to the system's and to
   *     those of the settings; null for none
   * @param policy for the addresses of the host; not applied if there is a proxy
   */
  public static HostClient create(
      RepositoryUrl url,
      @Nullable String authorities,
      HttpClientSettings settings,
      AddressPolicy policy)
      throws GeneralSecurityException, IOException {
    SeenAddresses seen = new SeenAddresses();
    ProxySettings.Proxy proxy = settings.proxies().proxyFor(url).orElse(null);
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(
                connections(
                    url.hostAndPort(), authorities, settings, resolver(url, proxy, policy, seen)))
            .setDefaultRequestConfig(requests(settings))
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching();
    if (proxy != null) {
      useProxy(builder, proxy);
    }
    return new HostClient(builder.build(), seen);
  }

  private static HttpClientConnectionManager connections(
      String host, @Nullable String authorities, HttpClientSettings settings, DnsResolver resolver)
      throws GeneralSecurityException, IOException {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(resolver)
        .setTlsSocketStrategy(
            new DefaultClientTlsStrategy(
                CertificateAuthorities.context(settings.authorities(), authorities)))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(LIMITS)
                .responseParserFactory(new BoundedHeads(host, LIMITS))
                .build())
        .setMaxConnPerRoute(settings.connections())
        .setMaxConnTotal(settings.connections())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                .setSocketTimeout(Timeout.of(settings.readTimeout()))
                .build())
        .build();
  }

  private static RequestConfig requests(HttpClientSettings settings) {
    return RequestConfig.custom()
        .setResponseTimeout(Timeout.of(settings.readTimeout()))
        .setRedirectsEnabled(false)
        .build();
  }

  private static void useProxy(HttpClientBuilder builder, ProxySettings.Proxy proxy) {
    builder.setProxy(new HttpHost("http", proxy.host(), proxy.port()));
    String login = proxy.login();
    if (login != null) {
      int colon = (login + ":").indexOf(':');
      char[] password = login.substring(Math.min(colon + 1, login.length())).toCharArray();
      BasicCredentialsProvider provider = new BasicCredentialsProvider();
      provider.setCredentials(
          new AuthScope(proxy.host(), proxy.port()),
          new UsernamePasswordCredentials(login.substring(0, colon), password));
      builder.setDefaultCredentialsProvider(provider);
    }
  }

  /**
   * Resolves the host, or the proxy if there is one. The administrator chose the proxy, so its
   * addresses are not checked; the proxy resolves the host.
   */
  private static DnsResolver resolver(
      RepositoryUrl url,
      ProxySettings.@Nullable Proxy proxy,
      AddressPolicy policy,
      SeenAddresses seen) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
          List<InetAddress> addresses;
          if (proxy != null) {
            addresses = HostResolver.shared().resolve(OPERATOR, proxy.host());
          } else {
            addresses = policy.resolve(HostResolver.TENANT.orElse(OPERATOR), url.host());
            seen.note(addresses);
          }
          return addresses.toArray(InetAddress[]::new);
        } catch (FailureException e) {
          UnknownHostException wrapper = new UnknownHostException(e.getMessage());
          wrapper.initCause(e);
          throw wrapper;
        }
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }
}

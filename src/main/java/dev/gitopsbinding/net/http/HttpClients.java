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
import java.util.Optional;
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

/** Makes HTTP clients that reach one host, through a proxy or directly, and no address refused. */
public final class HttpClients {
  /** Without these, a host could send one header without an end; they hold for trailers too. */
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(32 << 10).setMaxHeaderCount(100).build();

  /** No namespace's name: what is looked up for the operator itself. */
  private static final String OPERATOR = "";

  private HttpClients() {}

  /**
   * Makes a client, to be closed.
   *
   * @param authorities PEM certificates to trust beside the machine's
   * @param policy for the host's addresses, where no proxy leads to it
   */
  public static HostClient create(
      RepositoryUrl url,
      Optional<String> authorities,
      HttpClientSettings settings,
      AddressPolicy policy)
      throws GeneralSecurityException, IOException {
    SeenAddresses seen = new SeenAddresses();
    Optional<ProxySettings.Proxy> proxy = settings.proxies().proxyFor(url);
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
    proxy.ifPresent(known -> useProxy(builder, known));
    return new HostClient(builder.build(), seen);
  }

  private static HttpClientConnectionManager connections(
      String host, Optional<String> authorities, HttpClientSettings settings, DnsResolver resolver)
      throws GeneralSecurityException, IOException {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(resolver)
        .setTlsSocketStrategy(
            new DefaultClientTlsStrategy(CertificateAuthorities.context(authorities)))
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
    proxy
        .login()
        .ifPresent(
            login -> {
              int colon = (login + ":").indexOf(':');
              char[] password = login.substring(Math.min(colon + 1, login.length())).toCharArray();
              BasicCredentialsProvider provider = new BasicCredentialsProvider();
              provider.setCredentials(
                  new AuthScope(proxy.host(), proxy.port()),
                  new UsernamePasswordCredentials(login.substring(0, colon), password));
              builder.setDefaultCredentialsProvider(provider);
            });
  }

  /**
   * The operator's owner trusts the proxy, so its address is not checked; it is the proxy that
   * resolves the host then.
   */
  private static DnsResolver resolver(
      RepositoryUrl url,
      Optional<ProxySettings.Proxy> proxy,
      AddressPolicy policy,
      SeenAddresses seen) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
          List<InetAddress> addresses;
          if (proxy.isPresent()) {
            addresses = HostResolver.shared().resolve(OPERATOR, proxy.get().host());
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

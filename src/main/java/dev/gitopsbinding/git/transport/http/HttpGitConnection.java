package dev.gitopsbinding.git.transport.http;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.transport.Connection;
import dev.gitopsbinding.git.transport.RateLimit;
import dev.gitopsbinding.git.transport.ReceivedBytes;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.http.HostClient;
import dev.gitopsbinding.net.http.HttpClients;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.LeasePool;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.Closer;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory2;

/**
 * Connects a transport to one host by HTTP or HTTPS: the scheme, host and port of the repository's
 * URL. The login is sent only there, and no redirect is followed.
 */
public final class HttpGitConnection implements Connection, HttpConnectionFactory2 {
  private final RepositoryUrl url;
  private final HttpLogin login;
  private final ReceivedBytes received;
  private final RateLimit rateLimit;
  private final LeasePool<HostClient.Key, HostClient>.Lease lease;
  private final Redactor redactor;
  private final Queue<HttpUriRequestBase> requests = new ConcurrentLinkedQueue<>();
  private final Queue<ClassicHttpResponse> answers = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /**
   * @param redactor removes secrets from the texts of the host or of a proxy
   */
  public HttpGitConnection(
      RepositoryUrl url,
      HttpLogin login,
      LeasePool<HostClient.Key, HostClient>.Lease lease,
      Redactor redactor,
      ReceivedBytes received,
      RateLimit rateLimit) {
    this.url = url;
    this.login = login;
    this.lease = lease;
    this.redactor = redactor;
    this.received = received;
    this.rateLimit = rateLimit;
  }

  /** Makes a client for one host and credential. */
  public static HostClient login(RepositoryUrl url, Credential credential, GitSettings settings)
      throws IOException, GeneralSecurityException {
    return HttpClients.create(
        url, authorities(credential).orElse(null), settings.http(), settings.http().addresses());
  }

  /**
   * Sends a request with the login.
   *
   * @throws IOException also if the operation was given up
   */
  ClassicHttpResponse send(HttpUriRequestBase request) throws IOException {
    login.authorization().ifPresent(value -> request.setHeader("Authorization", value));
    HttpHost host =
        new HttpHost(url.scheme().name().toLowerCase(Locale.ROOT), url.host(), url.port());
    requests.add(request);
    if (ended) {
      throw new IOException("the operation was given up");
    }
    ClassicHttpResponse answer = lease.leased().client().executeOpen(host, request, null);
    answers.add(answer);
    if (ended) {
      hangUp();
    }
    return answer;
  }

  /** Cancels the requests of this operation whose answers were not read to their end. */
  void hangUp() {
    requests.forEach(HttpUriRequestBase::cancel);
    answers.forEach(Closer::closeQuietly);
  }

  RepositoryUrl url() {
    return url;
  }

  boolean isAnonymous() {
    return login.isAnonymous();
  }

  boolean isApp() {
    return login.isApp();
  }

  /**
   * Whether the host refused the login, and the request may be sent once more with another. A host
   * that refuses a login has done nothing of what was asked, so that this is true for pushes too.
   */
  boolean renewsLogin(ClassicHttpResponse answer) throws IOException {
    boolean refused =
        switch (answer.getCode()) {
          case 401, 403, 404 -> rateLimit.note(answer).isEmpty();
          default -> false;
        };
    if (!refused || !login.renew()) {
      return false;
    }
    hangUp();
    return true;
  }

  Redactor redactor() {
    return redactor;
  }

  ReceivedBytes received() {
    return received;
  }

  RateLimit rateLimit() {
    return rateLimit;
  }

  @Override
  public void attach(Transport transport) {
    ((TransportHttp) transport).setHttpConnectionFactory(this);
  }

  @Override
  public Optional<Failure> refusal() {
    return Optional.empty();
  }

  @Override
  public String remoteOutput() {
    return "";
  }

  @Override
  public boolean reused() {
    return lease.reused();
  }

  @Override
  public void abort() {
    ended = true;
    lease.retire();
    hangUp();
  }

  @Override
  public void close() {
    ended = true;
    hangUp();
    lease.close();
  }

  @Override
  public HttpConnection create(URL target) throws IOException {
    return new HttpGitRequest(this, target);
  }

  @Override
  public HttpConnection create(URL target, Proxy proxy) throws IOException {
    return create(target);
  }

  @Override
  public GitSession newSession() {
    return new GitSession() {
      @Override
      public HttpConnection configure(HttpConnection connection, boolean sslVerify) {
        return connection;
      }

      @Override
      public void close() {
        // The client is shared with other operations.
      }
    };
  }

  private static Optional<String> authorities(Credential credential) {
    return switch (credential) {
      case Credential.Anonymous(var authorities) -> Optional.ofNullable(authorities);
      case Credential.Basic(var _, var _, var authorities) -> Optional.ofNullable(authorities);
      case Credential.Bearer(var _, var authorities) -> Optional.ofNullable(authorities);
      case Credential.GitHubApp app -> Optional.ofNullable(app.caCertificates());
      case Credential.SshKey _ -> Optional.empty();
    };
  }
}

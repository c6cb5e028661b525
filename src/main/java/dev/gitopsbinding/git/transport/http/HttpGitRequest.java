package dev.gitopsbinding.git.transport.http;

import dev.gitopsbinding.net.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request of JGit. The connection decides on timeouts, TLS and redirects, so JGit's
 * settings for them have no effect. An answer that is no success is thrown as a {@link
 * FailureException}.
 */
final class HttpGitRequest implements HttpConnection {
  private final HttpGitConnection connection;
  private final URL url;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private String method = "GET";
  private @Nullable Answer response;

  private record Answer(ClassicHttpResponse head, InputStream body) {}

  HttpGitRequest(HttpGitConnection connection, URL url) {
    this.connection = connection;
    this.url = url;
  }

  @Override
  public void connect() throws IOException {
    answer();
  }

  @Override
  public int getResponseCode() throws IOException {
    return answer().head().getCode();
  }

  @Override
  public String getResponseMessage() throws IOException {
    return Optional.ofNullable(answer().head().getReasonPhrase()).orElse("");
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return answer().body();
  }

  @Override
  public Map<String, List<String>> getHeaderFields() {
    return Stream.ofNullable(response)
        .flatMap(answer -> Arrays.stream(answer.head().getHeaders()))
        .filter(header -> !isAboutEncoding(header.getName()))
        .collect(
            Collectors.groupingBy(
                Header::getName, Collectors.mapping(Header::getValue, Collectors.toList())));
  }

  @Override
  public List<String> getHeaderFields(String name) {
    return Stream.ofNullable(response)
        .filter(_ -> !isAboutEncoding(name))
        .flatMap(answer -> Arrays.stream(answer.head().getHeaders(name)))
        .map(Header::getValue)
        .toList();
  }

  @Override
  public @Nullable String getHeaderField(String name) {
    return getHeaderFields(name).stream().findFirst().orElse(null);
  }

  @Override
  public @Nullable String getContentType() {
    return getHeaderField("Content-Type");
  }

  @Override
  public int getContentLength() {
    return -1;
  }

  @Override
  public URL getURL() {
    return url;
  }

  @Override
  public String getRequestMethod() {
    return method;
  }

  @Override
  public void setRequestMethod(String name) {
    method = name;
  }

  @Override
  public void setRequestProperty(String key, String value) {
    headers.put(key, value);
  }

  @Override
  public OutputStream getOutputStream() {
    return body;
  }

  @Override
  public boolean usingProxy() {
    return false;
  }

  @Override
  public void setUseCaches(boolean usecaches) {}

  @Override
  public void setConnectTimeout(int timeout) {}

  @Override
  public void setReadTimeout(int timeout) {}

  @Override
  public void setInstanceFollowRedirects(boolean followRedirects) {}

  @Override
  public void setDoOutput(boolean dooutput) {}

  @Override
  public void setFixedLengthStreamingMode(int contentLength) {}

  @Override
  public void setChunkedStreamingMode(int chunklen) {}

  @Override
  public void configure(KeyManager[] km, TrustManager[] tm, SecureRandom random) {}

  @Override
  public void setHostnameVerifier(HostnameVerifier hostnameverifier) {}

  /** Hidden from JGit, which would decompress the body a second time. */
  private static boolean isAboutEncoding(String header) {
    return header.equalsIgnoreCase(HttpHeaders.CONTENT_ENCODING);
  }

  private Answer answer() throws IOException {
    if (response == null) {
      response = send();
    }
    return response;
  }

  private Answer send() throws IOException {
    try {
      ClassicHttpResponse answer = connection.send(request());
      if (connection.renewsLogin(answer)) {
        answer = connection.send(request());
      }
      HttpAnswers.refuseFailures(answer, method, connection);
      return new Answer(
          answer,
          answer.getEntity() == null
              ? InputStream.nullInputStream()
              : HttpBody.of(
                  connection.received().own(answer.getEntity().getContent()), connection::hangUp));
    } catch (SocketException | InterruptedIOException | SSLException e) {
      throw e;
    } catch (IOException e) {
      // JGit repeats a request after any I/O error, except a SocketException.
      SocketException once = new SocketException(e.getMessage());
      once.initCause(e);
      throw once;
    }
  }

  private HttpUriRequestBase request() throws IOException {
    try {
      HttpUriRequestBase request = new HttpUriRequestBase(method, url.toURI());
      headers.forEach(
          (name, value) -> {
            // The client decompresses the body, so that the limits count the decompressed bytes.
            if (!name.equalsIgnoreCase(HttpHeaders.ACCEPT_ENCODING)) {
              request.setHeader(name, value);
            }
          });
      if (method.equals("POST")) {
        request.setEntity(new ByteArrayEntity(body.toByteArray(), null));
      }
      return request;
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}

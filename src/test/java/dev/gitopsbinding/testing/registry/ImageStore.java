package dev.gitopsbinding.testing.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** The images of a registry, through the HTTP API of the OCI distribution specification. */
final class ImageStore implements AutoCloseable {
  /** Tells these requests from those of a test. */
  static final String USER_AGENT = "gitopsbinding-test-images";

  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private final URI base;
  private final HttpClient client;
  private final Function<String, Optional<String>> authorization;

  /**
   * Makes one.
   *
   * @param authorization the header for a repository, if one is needed
   */
  ImageStore(URI base, SSLContext context, Function<String, Optional<String>> authorization) {
    this.base = base;
    this.client =
        HttpClient.newBuilder().sslContext(context).connectTimeout(Duration.ofSeconds(10)).build();
    this.authorization = authorization;
  }

  /** Whether the registry answers at all. */
  boolean answers() {
    try {
      send(HttpRequest.newBuilder(base.resolve("/v2/")));
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Pushes an image without layers; answers its digest. */
  String push(String repository, String tag) {
    String config =
        """
        {"architecture":"amd64","os":"linux","config":{"Labels":{"tag":"%s"}},\
        "rootfs":{"type":"layers","diff_ids":[]}}"""
            .formatted(tag);
    upload(repository, config);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},\
        "layers":[]}"""
            .formatted(MANIFEST, CONFIG, digest(config), config.length());
    expect(
        201,
        request(repository, manifests(repository, tag))
            .header("Content-Type", MANIFEST)
            .PUT(BodyPublishers.ofString(manifest)));
    return digest(manifest);
  }

  /** Deletes the image of a tag. */
  void delete(String repository, String tag) {
    HttpResponse<String> image =
        expect(
            200, request(repository, manifests(repository, tag)).header("Accept", MANIFEST).HEAD());
    String digest = image.headers().firstValue("Docker-Content-Digest").orElseThrow();
    expect(202, request(repository, manifests(repository, digest)).DELETE());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private void upload(String repository, String blob) {
    URI uploads = base.resolve("/v2/" + repository + "/blobs/uploads/");
    HttpResponse<String> begun =
        expect(202, request(repository, uploads).POST(BodyPublishers.noBody()));
    URI location = uploads.resolve(begun.headers().firstValue("Location").orElseThrow());
    String separator = location.getRawQuery() == null ? "?" : "&";
    expect(
        201,
        request(repository, URI.create(location + separator + "digest=" + digest(blob)))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofString(blob)));
  }

  private URI manifests(String repository, String reference) {
    return base.resolve("/v2/" + repository + "/manifests/" + reference);
  }

  private HttpRequest.Builder request(String repository, URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    authorization.apply(repository).ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private HttpResponse<String> expect(int status, HttpRequest.Builder request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() != status) {
      throw new AssertionError("%s: expected %d: %s".formatted(response, status, response.body()));
    }
    return response;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    request.header("User-Agent", USER_AGENT).timeout(Duration.ofSeconds(10));
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + base, e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

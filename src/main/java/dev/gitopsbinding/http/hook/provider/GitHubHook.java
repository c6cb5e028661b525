package dev.gitopsbinding.http.hook.provider;

import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Webhooks of GitHub, for repositories and for packages of its container registry (GitHub Docs,
 * "Webhook events and payloads", "Validating webhook deliveries").
 */
public final class GitHubHook implements HookProvider {
  private static final String[] URLS = {
    "repository.clone_url", "repository.ssh_url", "repository.html_url"
  };
  private static final PayloadShape REPOSITORY = PayloadShape.of("ref", URLS[0], URLS[1], URLS[2]);

  /** The event {@code registry_package} has its own name for the same object. */
  private static final List<String> PACKAGES = List.of("package", "registry_package");

  private static final PayloadShape PACKAGE =
      PayloadShape.of(
          PACKAGES.stream()
              .flatMap(
                  name ->
                      Stream.of(
                              ".package_type",
                              ".package_version.package_url",
                              ".package_version.container_metadata.tag.name")
                          .map(name::concat))
              .toArray(String[]::new));

  @Override
  public String name() {
    return "github";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return Proof.BodySignature.ofHeader(request.header("x-hub-signature-256"));
  }

  @Override
  public String deliveryId(HookRequest request) {
    return request.header("x-github-delivery");
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    return switch (request.header("x-github-event")) {
      case "ping" -> new HookEvent.Ping();
      case "push" -> {
        Payload payload = PayloadParser.parse(json, REPOSITORY);
        yield Payload.moved(payload.urls(URLS), Payload.branch(payload.text("ref")).stream());
      }
      case "pull_request" -> Payload.requested(PayloadParser.parse(json, REPOSITORY).urls(URLS));
      case "package", "registry_package" -> image(PayloadParser.parse(json, PACKAGE));
      default -> new HookEvent.Irrelevant();
    };
  }

  private static HookEvent image(Payload payload) {
    return PACKAGES.stream()
        .filter(
            name ->
                payload.text(name + ".package_type").toLowerCase(Locale.ROOT).equals("container"))
        .flatMap(name -> image(payload, name + ".package_version").stream())
        .findFirst()
        .<HookEvent>map(image -> new HookEvent.ImagesPushed(Set.of(image)))
        .orElseGet(HookEvent.Irrelevant::new);
  }

  private static Optional<ImageReference> image(Payload payload, String version) {
    return ImageNames.tagged(
        payload.text(version + ".package_url"),
        payload.text(version + ".container_metadata.tag.name"));
  }
}

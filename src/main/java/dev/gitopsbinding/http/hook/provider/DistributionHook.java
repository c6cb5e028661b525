package dev.gitopsbinding.http.hook.provider;

import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Notifications of registries that are made of the CNCF's Distribution, such as GitLab's (CNCF
 * Distribution, "Notifications"). The secret is in the header {@code Authorization} that the
 * registry is configured to send. The image is named by the host that its client asked, and by that
 * of the URL in the event.
 */
public final class DistributionHook implements HookProvider {
  private static final String ACTION = "action";
  private static final String REPOSITORY = "target.repository";
  private static final String TAG = "target.tag";
  private static final String URL = "target.url";
  private static final String HOST = "request.host";
  private static final PayloadShape SHAPE =
      PayloadShape.withList(Set.of(), "events", Set.of(ACTION, REPOSITORY, TAG, URL, HOST));

  @Override
  public String name() {
    return "oci";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return Proof.Token.of(request.header("authorization"));
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    Payload payload = PayloadParser.parse(json, SHAPE);
    return ImageNames.pushed(
        payload.items().stream()
            .filter(event -> Payload.text(event, ACTION).equals("push"))
            .flatMap(DistributionHook::images));
  }

  /** Layers and manifests that are pushed by their digest have no tag. */
  private static Stream<Optional<ImageReference>> images(Map<String, List<String>> event) {
    String url = Payload.text(event, URL);
    return Stream.of(Payload.text(event, HOST), url.replaceFirst("^https?://([^/]*)/.*$", "$1"))
        .distinct()
        .map(
            host ->
                ImageNames.tagged(
                    host + "/" + Payload.text(event, REPOSITORY), Payload.text(event, TAG)));
  }
}

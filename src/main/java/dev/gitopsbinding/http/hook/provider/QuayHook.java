package dev.gitopsbinding.http.hook.provider;

import java.util.Optional;

/**
 * Notifications of Quay, of its event "Push to Repository" (Red Hat Quay, "Repository
 * notifications"). They are not signed, so the secret is the last part of the path.
 */
public final class QuayHook implements HookProvider {
  private static final String REPOSITORY = "docker_url";
  private static final String TAGS = "updated_tags";
  private static final PayloadShape SHAPE = PayloadShape.of(REPOSITORY, TAGS);

  @Override
  public String name() {
    return "quay";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return Proof.Token.of(request.pathToken());
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    Payload payload = PayloadParser.parse(json, SHAPE);
    return ImageNames.pushed(
        payload.all(TAGS).stream().map(tag -> ImageNames.tagged(payload.text(REPOSITORY), tag)));
  }
}

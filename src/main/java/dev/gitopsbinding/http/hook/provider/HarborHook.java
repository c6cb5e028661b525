package dev.gitopsbinding.http.hook.provider;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Webhooks of Harbor, in its own format or as CloudEvents (Harbor documentation, "Configure Webhook
 * Notifications"). The secret is the webhook's "Auth Header".
 */
public final class HarborHook implements HookProvider {
  private static final String TYPE = "type";
  private static final String OWN_FORMAT = "event_data.resources.resource_url";
  private static final String CLOUD_EVENT = "data.resources.resource_url";
  private static final PayloadShape SHAPE = PayloadShape.of(TYPE, OWN_FORMAT, CLOUD_EVENT);

  @Override
  public String name() {
    return "harbor";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return Proof.Token.of(request.header("authorization"));
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    Payload payload = PayloadParser.parse(json, SHAPE);
    return switch (payload.text(TYPE)) {
      case "PUSH_ARTIFACT", "harbor.artifact.pushed" ->
          ImageNames.pushed(
              Stream.concat(payload.all(OWN_FORMAT).stream(), payload.all(CLOUD_EVENT).stream())
                  .map(image -> ImageNames.tagged(image, "")));
      default -> new HookEvent.Irrelevant();
    };
  }
}

package dev.gitopsbinding.http.hook.provider;

import dev.gitopsbinding.model.BranchName;
import java.util.List;
import java.util.Optional;

/**
 * A form for everybody who can sign: CI systems, scripts, other forges. The signature is that of
 * Standard Webhooks (standardwebhooks.com); the payload names {@code repository} (a URL, or a list
 * of those of one repository) and {@code branch}, or {@code image}, each one or a list; without
 * anything it is a ping.
 */
public final class GenericHook implements HookProvider {
  private static final String REPOSITORY = "repository";
  private static final String BRANCH = "branch";
  private static final String IMAGE = "image";
  private static final String PULL_REQUEST = "pullRequest";
  private static final PayloadShape SHAPE =
      PayloadShape.of(REPOSITORY, BRANCH, IMAGE, PULL_REQUEST);

  @Override
  public String name() {
    return "generic";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return Proof.TimedSignature.of(request);
  }

  @Override
  public String deliveryId(HookRequest request) {
    return request.header("webhook-id");
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    Payload payload = PayloadParser.parse(json, SHAPE);
    List<String> images = payload.all(IMAGE);
    if (!images.isEmpty()) {
      return ImageNames.pushed(images.stream().map(image -> ImageNames.tagged(image, "")));
    }
    if (payload.text(PULL_REQUEST).equals("true")) {
      return Payload.requested(payload.urls(REPOSITORY));
    }
    return payload.all(REPOSITORY).isEmpty() && payload.all(BRANCH).isEmpty()
        ? new HookEvent.Ping()
        : Payload.moved(
            payload.urls(REPOSITORY), payload.all(BRANCH).stream().filter(BranchName::isValid));
  }
}

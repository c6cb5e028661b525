package dev.gitopsbinding.http.hook.provider;

import java.util.Optional;

/**
 * Webhooks of Gitea and of Forgejo (Gitea Documentation, "Webhooks"; Forgejo Documentation,
 * "Webhooks"). Forgejo sends its own headers beside Gitea's.
 */
public final class GiteaHook implements HookProvider {
  private static final String[] URLS = {
    "repository.clone_url", "repository.ssh_url", "repository.html_url"
  };
  private static final PayloadShape SHAPE = PayloadShape.of("ref", URLS[0], URLS[1], URLS[2]);

  @Override
  public String name() {
    return "gitea";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return Proof.BodySignature.ofHeader(header(request, "signature"));
  }

  @Override
  public String deliveryId(HookRequest request) {
    return header(request, "delivery");
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    String event = header(request, "event");
    if (event.equals("push")) {
      Payload payload = PayloadParser.parse(json, SHAPE);
      return Payload.moved(payload.urls(URLS), Payload.branch(payload.text("ref")).stream());
    }
    return event.startsWith("pull_request")
        ? Payload.requested(PayloadParser.parse(json, SHAPE).urls(URLS))
        : new HookEvent.Irrelevant();
  }

  private static String header(HookRequest request, String name) {
    String own = request.header("x-forgejo-" + name);
    return own.isEmpty() ? request.header("x-gitea-" + name) : own;
  }
}

package dev.gitopsbinding.http.hook.provider;

import java.util.Optional;

/**
 * Webhooks of GitLab, for projects, groups and the whole instance (GitLab Docs, "Webhooks",
 * "Webhook events"). A webhook has a secret token, a signing token, or both; the signature counts
 * if there is one.
 */
public final class GitLabHook implements HookProvider {
  private static final String KIND = "object_kind";

  /** Of a merge request, the project is the one that it is for. */
  private static final String[] URLS = {
    "project.git_http_url", "project.git_ssh_url", "project.web_url"
  };

  private static final PayloadShape SHAPE = PayloadShape.of(KIND, "ref", URLS[0], URLS[1], URLS[2]);

  @Override
  public String name() {
    return "gitlab";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return request.header("webhook-signature").isEmpty()
        ? Proof.Token.of(request.header("x-gitlab-token"))
        : Proof.TimedSignature.of(request);
  }

  /** The event's UUID is not it: webhooks that cause each other share that. */
  @Override
  public String deliveryId(HookRequest request) {
    String id = request.header("webhook-id");
    return id.isEmpty() ? request.header("idempotency-key") : id;
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    Payload payload = PayloadParser.parse(json, SHAPE);
    return switch (payload.text(KIND)) {
      case "push" ->
          Payload.moved(payload.urls(URLS), Payload.branch(payload.text("ref")).stream());
      case "merge_request" -> Payload.requested(payload.urls(URLS));
      default -> new HookEvent.Irrelevant();
    };
  }
}

package dev.gitopsbinding.http.hook.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Webhooks of Bitbucket Cloud and of Bitbucket Data Center (Atlassian, "Event payloads", "Manage
 * webhooks"). A push may move several branches.
 */
public final class BitbucketHook implements HookProvider {
  private static final String[] URLS = {
    "repository.links.html.href", // Cloud
    "repository.links.clone.href", // Data Center
    "pullRequest.toRef.repository.links.clone.href"
  };

  private static final PayloadShape CLOUD =
      PayloadShape.withList(
          Set.of(URLS), "push.changes", Set.of("new.type", "new.name", "old.type", "old.name"));

  private static final PayloadShape DATA_CENTER =
      PayloadShape.withList(Set.of(URLS), "changes", Set.of("ref.id"));

  @Override
  public String name() {
    return "bitbucket";
  }

  @Override
  public Optional<Proof> proof(HookRequest request) {
    return Proof.BodySignature.ofHeader(request.header("x-hub-signature"));
  }

  @Override
  public String deliveryId(HookRequest request) {
    String cloud = request.header("x-request-uuid");
    return cloud.isEmpty() ? request.header("x-request-id") : cloud;
  }

  @Override
  public HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException {
    String event = request.header("x-event-key");
    return switch (event) {
      case "diagnostics:ping" -> new HookEvent.Ping();
      case "repo:push" -> {
        Payload payload = PayloadParser.parse(json, CLOUD);
        yield Payload.moved(
            payload.urls(URLS), payload.items().stream().flatMap(BitbucketHook::branches));
      }
      case "repo:refs_changed" -> {
        Payload payload = PayloadParser.parse(json, DATA_CENTER);
        yield Payload.moved(
            payload.urls(URLS),
            payload.items().stream()
                .flatMap(change -> Payload.branch(Payload.text(change, "ref.id")).stream()));
      }
      default ->
          event.startsWith("pullrequest:") || event.startsWith("pr:")
              ? Payload.requested(PayloadParser.parse(json, CLOUD).urls(URLS))
              : new HookEvent.Irrelevant();
    };
  }

  /** A branch that was deleted has an old name only. */
  private static Stream<String> branches(Map<String, List<String>> change) {
    return Stream.of("new", "old")
        .filter(side -> Payload.text(change, side + ".type").equals("branch"))
        .map(side -> "refs/heads/" + Payload.text(change, side + ".name"))
        .flatMap(ref -> Payload.branch(ref).stream());
  }
}

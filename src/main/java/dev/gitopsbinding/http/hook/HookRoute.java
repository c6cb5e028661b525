package dev.gitopsbinding.http.hook;

import dev.gitopsbinding.http.RequestBody;
import dev.gitopsbinding.http.RequestHead;
import dev.gitopsbinding.http.hook.HookListener.Result;
import dev.gitopsbinding.http.hook.provider.HookEvent;
import dev.gitopsbinding.http.hook.provider.HookProvider;
import dev.gitopsbinding.http.hook.provider.HookRequest;
import dev.gitopsbinding.http.hook.provider.MalformedPayloadException;
import dev.gitopsbinding.http.hook.provider.Proof;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Answers the requests of one provider, in this order: is there a secret, may the proof be right,
 * is the body short enough, is the proof right, is the delivery new. Nothing of the payload is
 * looked at before.
 */
final class HookRoute {
  /** A push of some hundred commits; a larger one is found at the interval. */
  static final int MAX_BODY = 1 << 20;

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FORM_FIELD = "payload=";

  private final HookProvider provider;
  private final HookSecrets secrets;
  private final ProofCheck proofs;
  private final DeliveryMemory deliveries;
  private final SyncStarter syncs;
  private final Semaphore bodies;

  /** A route whose parts are shared with other routes. */
  HookRoute(
      HookProvider provider,
      HookSecrets secrets,
      ProofCheck proofs,
      DeliveryMemory deliveries,
      SyncStarter syncs,
      Semaphore bodies) {
    this.provider = provider;
    this.secrets = secrets;
    this.proofs = proofs;
    this.deliveries = deliveries;
    this.syncs = syncs;
    this.bodies = bodies;
  }

  /**
   * Answers a request.
   *
   * @param pathToken what stands behind the provider's name in the path
   * @throws IOException if the client has left
   */
  Result answer(RequestHead head, String pathToken, RequestBody body) throws IOException {
    List<String> known = secrets.of(provider.name());
    if (known.isEmpty()) {
      return Result.NOT_FOUND;
    }
    if (!head.method().equals("POST")) {
      return Result.WRONG_METHOD;
    }
    HookRequest request = new HookRequest(head.headers(), pathToken);
    Proof proof = provider.proof(request).orElse(null);
    if (proof == null || !proofs.mayPass(proof, known)) {
      return Result.UNAUTHORIZED;
    }
    // A signature can be checked only once the body is in memory, whoever sends it.
    if (!bodies.tryAcquire()) {
      return Result.LIMITED;
    }
    try {
      return answer(request, proof, known, body);
    } finally {
      bodies.release();
    }
  }

  private Result answer(HookRequest request, Proof proof, List<String> known, RequestBody body)
      throws IOException {
    byte[] bytes;
    try {
      bytes = body.read(MAX_BODY);
    } catch (RequestBody.UnusableException e) {
      return switch (e.status) {
        case 408 -> Result.TIMED_OUT;
        case 413 -> Result.TOO_LARGE;
        default -> Result.MALFORMED;
      };
    }
    if (!proofs.passes(proof, known, bytes)) {
      return Result.UNAUTHORIZED;
    }
    // Not noted before: the next leader has to do what this process does not.
    return syncs.isLeading() ? accept(request, bytes) : Result.UNAVAILABLE;
  }

  private Result accept(HookRequest request, byte[] body) {
    HookEvent event;
    try {
      event = provider.read(request, json(request, body));
    } catch (MalformedPayloadException e) {
      return Result.MALFORMED;
    }
    return switch (event) {
      case HookEvent.Ping() -> Result.PING;
      case HookEvent.Irrelevant() -> Result.IGNORED;
      case HookEvent.BranchesMoved _, HookEvent.PullRequestChanged _, HookEvent.ImagesPushed _ -> {
        if (!deliveries.note(provider.name(), provider.deliveryId(request))) {
          yield Result.REPEATED;
        }
        yield syncs.start(event) ? Result.ACCEPTED : Result.UNMATCHED;
      }
    };
  }

  /** GitHub and Gitea send a form unless the webhook's content type is set to JSON. */
  private static byte[] json(HookRequest request, byte[] body) {
    if (!request.header("content-type").startsWith(FORM)) {
      return body;
    }
    String form = new String(body, StandardCharsets.UTF_8);
    try {
      return form.startsWith(FORM_FIELD)
          ? URLDecoder.decode(form.substring(FORM_FIELD.length()), StandardCharsets.UTF_8)
              .getBytes(StandardCharsets.UTF_8)
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}

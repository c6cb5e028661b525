package dev.gitopsbinding.http.hook.provider;

import java.util.Optional;

/** A kind of sender of webhooks. Pure; called from many threads. */
public interface HookProvider {
  /**
   * In lower case: the last part of its path, the key of its secret, and the label of its metrics.
   */
  String name();

  /**
   * By what the sender proves that it knows the secret, as the head of the request has it.
   *
   * @return empty if there is nothing of the kind
   */
  Optional<Proof> proof(HookRequest request);

  /** What a repeated delivery has in common with the first one; empty if there is no such thing. */
  default String deliveryId(HookRequest request) {
    return "";
  }

  /**
   * What a payload names. To be called only once the proof was checked.
   *
   * @throws MalformedPayloadException if it is not what the sender documents
   */
  HookEvent read(HookRequest request, byte[] json) throws MalformedPayloadException;
}

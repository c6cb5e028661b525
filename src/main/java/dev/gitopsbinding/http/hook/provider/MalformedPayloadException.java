package dev.gitopsbinding.http.hook.provider;

/** A payload is not what the sender documents; the message repeats nothing of it. */
public final class MalformedPayloadException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPayloadException(String message) {
    super(message);
  }
}

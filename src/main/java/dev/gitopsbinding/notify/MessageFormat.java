package dev.gitopsbinding.notify;

/** The form in which receivers of one type take messages. Pure. */
public interface MessageFormat {
  /** The body of the request that sends the message. */
  Body format(BindingMessage message);

  /** Whether requests carry the token and a signature, if the Secret holds a token or a key. */
  boolean isAuthenticated();

  /**
   * The body of a request.
   *
   * @param contentType the media type, with its parameters
   * @param text to be sent in UTF-8
   */
  record Body(String contentType, String text) {}
}

package dev.gitopsbinding.forge.client;

/** The requests of one call. */
@FunctionalInterface
public interface ForgeOperation<T> {
  /**
   * Sends the requests.
   *
   * @throws ForgeException if there is no usable answer
   */
  T run(ForgeSender sender) throws ForgeException;
}

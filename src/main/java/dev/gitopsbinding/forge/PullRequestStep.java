package dev.gitopsbinding.forge;

/**
 * One request of what is done beside opening a pull request, such as its labels. A forge that does
 * not do it has the pull request nevertheless.
 *
 * @param field of {@code spec.push.pullRequest} that asks for it
 * @param advice what to do if the forge refuses it; a sentence without its full stop
 */
public record PullRequestStep(String field, ForgeRequest request, Reading reading, String advice) {
  /** Reads the answer. */
  @FunctionalInterface
  public interface Reading {
    /** What the answer says. */
    End read(ForgeReply reply);
  }

  /** The result of a step. */
  public sealed interface End {
    /** It is done. */
    record Done() implements End {}

    /** Another request follows. */
    record Next(PullRequestStep step) implements End {}

    /** The forge is not ready; the same request may be answered otherwise in a moment. */
    record Later(String why) implements End {}

    /** The forge does not do it. */
    record Refused(String why) implements End {}
  }

  /** A step that is done if the forge says that it was. */
  public static PullRequestStep of(String field, ForgeRequest request, String advice) {
    return new PullRequestStep(field, request, PullRequestStep::end, advice);
  }

  /** Done, or refused for the reason that the forge gives. */
  public static End end(ForgeReply reply) {
    return reply.isSuccess() ? new End.Done() : new End.Refused(why(reply));
  }

  /** The reason that the forge gives. */
  public static String why(ForgeReply reply) {
    String message = reply.message();
    return "HTTP status " + reply.status() + (message.isEmpty() ? "" : ": " + message);
  }
}

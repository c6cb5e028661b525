package dev.gitopsbinding.model;

import dev.gitopsbinding.model.text.Sentence;
import java.time.Instant;

/** Why something could not be done. The text is for users and never holds a secret. */
public sealed interface Failure {
  /** The reason of the condition that reports the failure. */
  Reason reason();

  /** What happened, to which object, and what to do next; ends with a full stop. */
  String message();

  /**
   * The failure with the path of a field before its message, unless that begins with one.
   *
   * @param path such as {@code spec.source.checks}
   */
  default Failure at(String path) {
    if (message().startsWith("spec.")) {
      return this;
    }
    String text = path + ": " + message();
    return switch (this) {
      case Secret(var reason, _) -> new Secret(reason, text);
      case Remote(var reason, _) -> new Remote(reason, text);
      case Limited(var reason, _, var until) -> new Limited(reason, text, until);
      case File(var reason, _) -> new File(reason, text);
      case Spec(var reason, _) -> new Spec(reason, text);
      case Declined _, Internal _ -> this;
    };
  }

  /** A Secret is missing or unusable, or may not be sent to the host. */
  record Secret(Reason reason, String message) implements Failure {
    /** Ends the message with a full stop. */
    public Secret {
      message = Sentence.ended(message);
    }
  }

  /** A git host refused, failed, or could not be reached. */
  record Remote(Reason reason, String message) implements Failure {
    /** Ends the message with a full stop. */
    public Remote {
      message = Sentence.ended(message);
    }
  }

  /**
   * A host limits the rate of requests.
   *
   * @param until the host is not asked again before this moment of the monotonic clock
   */
  record Limited(Reason reason, String message, Instant until) implements Failure {}

  /** The manifest file cannot be edited. */
  record File(Reason reason, String message) implements Failure {
    /** Ends the message with a full stop. */
    public File {
      message = Sentence.ended(message);
    }
  }

  /** The git server refused a push because of a rule of its own, such as a protected branch. */
  record Declined(String message) implements Failure {
    /** Ends the message with a full stop. */
    public Declined {
      message = Sentence.ended(message);
    }

    @Override
    public Reason reason() {
      return Reason.PUSH_DECLINED;
    }
  }

  /** The spec cannot be used as it is. */
  record Spec(Reason reason, String message) implements Failure {
    /** Ends the message with a full stop. */
    public Spec {
      message = Sentence.ended(message);
    }
  }

  /** An error in this program. */
  record Internal(String message) implements Failure {
    /** Ends the message with a full stop. */
    public Internal {
      message = Sentence.ended(message);
    }

    @Override
    public Reason reason() {
      return Reason.INTERNAL_ERROR;
    }
  }
}

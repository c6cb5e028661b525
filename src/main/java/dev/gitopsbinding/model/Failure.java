package dev.gitopsbinding.model;

import java.time.Instant;

/** Why something could not be done. The text is for users and never holds a secret. */
public sealed interface Failure {
  /** The condition reason it shows as. */
  Reason reason();

  /** What happened, to what, and what to do next; ends with a full stop. */
  String message();

  /** A Secret is missing, unusable, not meant for this host, or not what it asks for. */
  record Secret(Reason reason, String message) implements Failure {
    /** Ends the text with a full stop. */
    public Secret {
      message = Sentence.ended(message);
    }
  }

  /** A git host refused, failed, or could not be reached. */
  record Remote(Reason reason, String message) implements Failure {
    /** Ends the text with a full stop. */
    public Remote {
      message = Sentence.ended(message);
    }
  }

  /**
   * A host wants to be left alone for a while, and is.
   *
   * @param until it is not asked again before, by the monotonic clock
   */
  record Limited(Reason reason, String message, Instant until) implements Failure {}

  /** The manifest file cannot be edited. */
  record File(Reason reason, String message) implements Failure {
    /** Ends the text with a full stop. */
    public File {
      message = Sentence.ended(message);
    }
  }

  /** The git server declined a push by a rule of its own. */
  record Declined(String message) implements Failure {
    /** Ends the text with a full stop. */
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
    /** Ends the text with a full stop. */
    public Spec {
      message = Sentence.ended(message);
    }
  }

  /** A fault of this program. */
  record Internal(String message) implements Failure {
    /** Ends the text with a full stop. */
    public Internal {
      message = Sentence.ended(message);
    }

    @Override
    public Reason reason() {
      return Reason.INTERNAL_ERROR;
    }
  }
}

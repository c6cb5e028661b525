package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.model.Reason;

/** How far the commit is at one stage. */
public enum StageMark {
  DONE("ok"),
  WAITING("waits"),
  FAILED("failed"),
  HELD("on hold"),
  STALLED("stopped"),
  /** An earlier stage is not done. */
  PENDING("not yet"),
  UNKNOWN("unknown");

  private final String text;

  StageMark(String text) {
    this.text = text;
  }

  /** The word for users. */
  public String text() {
    return text;
  }

  /** The mark of the stage that a reason is about. */
  static StageMark of(Reason.Handling handling) {
    return switch (handling) {
      case DONE -> DONE;
      case WAITING -> WAITING;
      case RETRIED -> FAILED;
      case NEEDS_DECISION -> HELD;
      case STALLED -> STALLED;
    };
  }
}

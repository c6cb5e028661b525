package dev.gitopsbinding.app;

/** Looks into a running operator, for tests of other packages. */
public final class HookPort {
  private HookPort() {}

  /** The port of webhooks; 0 if none are received. */
  public static int of(Application application) {
    return application.hookPort();
  }
}

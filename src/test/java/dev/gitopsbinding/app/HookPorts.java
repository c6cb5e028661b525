package dev.gitopsbinding.app;

/** Looks into a running operator, for tests of other packages. */
public final class HookPorts {
  private HookPorts() {}

  /** The port of webhooks; 0 if none are received. */
  public static int of(Application application) {
    return application.hookPort();
  }
}

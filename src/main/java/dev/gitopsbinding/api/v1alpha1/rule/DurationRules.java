package dev.gitopsbinding.api.v1alpha1.rule;

/** Durations: the syntax of Go's time.ParseDuration, without signs and units below milliseconds. */
public final class DurationRules {
  private DurationRules() {}

  private static final String GO_DURATION =
      "self.matches(r'^([0-9]{1,6}([.][0-9]{1,3})?(ms|s|m|h))+$')";
  public static final String DURATION = GO_DURATION;
  public static final String DURATION_MESSAGE =
      "must be a duration with a unit (ms, s, m or h), such as 30s, 2m or 1h30m";
  public static final String AT_LEAST_10S =
      "!" + GO_DURATION + " || duration(self) >= duration('10s')";
  public static final String AT_LEAST_10S_MESSAGE = "must be at least 10s";
  public static final String AT_MOST_720H =
      "!" + GO_DURATION + " || duration(self) <= duration('720h')";
  public static final String AT_MOST_720H_MESSAGE = "must be at most 720h, which is 30 days";
}

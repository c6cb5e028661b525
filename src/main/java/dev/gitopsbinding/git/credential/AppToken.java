package dev.gitopsbinding.git.credential;

import java.time.Instant;

/**
 * What an app logs in with at one repository, by the user name {@value #USER} or as a bearer token.
 * Its text form never shows it.
 *
 * @param issued when it was asked for, on the monotonic clock
 */
public record AppToken(String value, Instant issued) {
  /** The user name for git over HTTPS (GitHub, "Authenticating as a GitHub App installation"). */
  public static final String USER = "x-access-token";

  @Override
  public String toString() {
    return "AppToken[***]";
  }
}

package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.CommitSha;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which checks of a source commit must have passed before its tag is written.
 *
 * @param provider the kind of forge; null: it is known from the host of the source URL
 * @param api where the forge's API is, an {@code https} URI; null: where this kind of forge has it
 * @param secret a Secret with a token, in the binding's namespace; null: no login
 * @param names the checks that must have passed; empty: all that the commit has, at least one
 */
public record RequiredChecks(
    @Nullable String provider, @Nullable URI api, @Nullable String secret, List<String> names) {
  /** Copies the list. */
  public RequiredChecks {
    names = List.copyOf(names);
  }

  /** What a binding waits for, as users read it and as statuses store it. */
  public static String subject(CommitSha commit) {
    return "checks of commit " + commit.hex();
  }
}

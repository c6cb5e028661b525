package dev.gitopsbinding.cli.create;

import dev.gitopsbinding.model.RepositoryUrl;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says which public key has to be added where. */
public final class DeployKeyAdvice {
  private static final String GITHUB = "github.com";

  private DeployKeyAdvice() {}

  /**
   * The text.
   *
   * @param publicKeys by the name of the Secret, one line each
   */
  public static String of(CreatePlan plan, Map<String, String> publicKeys) {
    StringBuilder text = new StringBuilder();
    Set<String> notes = new LinkedHashSet<>();
    List<KeyPlan> keys = plan.keys();
    for (KeyPlan key : keys) {
      HostKind kind = HostKind.of(key.url().host());
      text.append("\nAdd this key to ").append(key.url()).append("\n  at:     ");
      text.append(place(key.url(), kind)).append("\n  rights: ");
      text.append(key.writes() ? kind.write() : "to read; no right to write is needed");
      text.append("\n  key:    ").append(publicKeys.get(key.secret())).append('\n');
      if (!kind.note().isEmpty()) {
        notes.add(kind.note());
      }
    }
    if (keys.size() > 1) {
      notes.forEach(note -> text.append('\n').append(note).append('\n'));
    }
    return text.toString();
  }

  private static String place(RepositoryUrl url, HostKind kind) {
    return url.host().equals(GITHUB)
        ? "https://github.com/%s/settings/keys (%s)".formatted(url.identity().path(), kind.place())
        : kind.place();
  }
}

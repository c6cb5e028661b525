package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.commit.SourceCommit;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trailers of the operator's commits (git-interpret-trailers(1)): its own two, and those by
 * which Argo CD finds the source commit (its documentation, "Source Hydrator", "Commit Tracing").
 * Argo CD ignores a trailer that it cannot parse, so one that would not be valid is left out.
 */
final class CommitTrailers {
  static final String BINDING = "GitOps-Binding";
  static final String SOURCE = "GitOps-Source";
  private static final String REFERENCE = "Argocd-reference-commit-";

  /** A name that RFC 5322 needs no quotes for: atoms (atext, RFC 6532) separated by blanks. */
  private static final Pattern ATOMS =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}_'-]+( [\\p{L}\\p{M}\\p{N}_'-]+)*");

  /** Dot-atoms on both sides (RFC 5322, 3.4.1). */
  private static final String ATEXT = "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+";

  private static final Pattern LOCAL = Pattern.compile(ATEXT + "([.]" + ATEXT + ")*");
  private static final Pattern DOMAIN = Pattern.compile("[\\p{L}\\p{N}_-]+([.][\\p{L}\\p{N}_-]+)*");

  private CommitTrailers() {}

  /**
   * The lines, each with a line end.
   *
   * @param repository the source repository; null to leave it out
   * @param described what is known of the source commit; null if nothing is
   */
  static String of(
      BindingId binding,
      CommitSha source,
      @Nullable RepositoryUrl repository,
      @Nullable SourceCommit described) {
    List<String> lines = new ArrayList<>();
    add(lines, BINDING, binding.toString());
    add(lines, SOURCE, source.hex());
    if (described != null) {
      add(lines, REFERENCE + "author", author(described).orElse(null));
      Instant date = described.date();
      add(lines, REFERENCE + "date", date == null ? null : MessageVariables.time(date));
    }
    add(lines, REFERENCE + "sha", source.hex());
    if (described != null) {
      add(lines, REFERENCE + "subject", MessageVariables.subject(described));
    }
    if (repository != null) {
      add(lines, REFERENCE + "repourl", url(repository).orElse(null));
    }
    return String.join("", lines);
  }

  private static void add(List<String> lines, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      lines.add(name + ": " + value + "\n");
    }
  }

  /** Without a login name; Go's {@code url.Parse} refuses git's scp form. */
  private static Optional<String> url(RepositoryUrl repository) {
    try {
      return Optional.of(new URI(repository.toString()).toString());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** As {@code mail.ParseAddress} of Go reads it: RFC 5322, with UTF-8 as RFC 6532 allows it. */
  private static Optional<String> author(SourceCommit commit) {
    int at = commit.email().lastIndexOf('@');
    if (at < 1 || !DOMAIN.matcher(commit.email().substring(at + 1)).matches()) {
      return Optional.empty();
    }
    String local = commit.email().substring(0, at);
    String address =
        (LOCAL.matcher(local).matches() ? local : quoted(local)) + commit.email().substring(at);
    String name = commit.author();
    if (name.isEmpty()) {
      return Optional.of("<" + address + ">");
    }
    return Optional.of(
        "%s <%s>".formatted(ATOMS.matcher(name).matches() ? name : quoted(name), address));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

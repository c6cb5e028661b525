package dev.gitopsbinding.http.hook.provider;

import dev.gitopsbinding.model.BranchName;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The texts that were read of a payload.
 *
 * @param fields by name, in their order
 * @param items the elements of the list, each with its texts
 */
record Payload(Map<String, List<String>> fields, List<Map<String, List<String>>> items) {
  private static final String BRANCH = "refs/heads/";

  /** All texts of a name. */
  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** The first text of a name; empty if there is none. */
  String text(String name) {
    return text(fields, name);
  }

  static String text(Map<String, List<String>> fields, String name) {
    List<String> all = fields.getOrDefault(name, List.of());
    return all.isEmpty() ? "" : all.getFirst();
  }

  /** The URLs under some names, as far as they are of a form that bindings may have. */
  List<RepositoryUrl> urls(String... names) {
    List<RepositoryUrl> urls = new ArrayList<>();
    for (String name : names) {
      for (String text : all(name)) {
        try {
          urls.add(RepositoryUrl.parse(text));
        } catch (IllegalArgumentException e) {
          // Of a form that no binding has.
        }
      }
    }
    return urls;
  }

  /** The branch that a full ref names; empty for a tag and for what git would not accept. */
  static Optional<String> branch(String ref) {
    return Optional.of(ref)
        .filter(name -> name.startsWith(BRANCH))
        .map(name -> name.substring(BRANCH.length()))
        .filter(BranchName::isValid);
  }

  /** The event that some branches of a repository have moved. */
  static HookEvent moved(List<RepositoryUrl> urls, Stream<String> branches)
      throws MalformedPayloadException {
    Set<String> names = new LinkedHashSet<>(branches.toList());
    if (names.isEmpty()) {
      return new HookEvent.Irrelevant();
    }
    return new HookEvent.BranchesMoved(known(urls), names);
  }

  /** The event that a pull request to a repository has changed. */
  static HookEvent requested(List<RepositoryUrl> urls) throws MalformedPayloadException {
    return new HookEvent.PullRequestChanged(known(urls));
  }

  private static List<RepositoryUrl> known(List<RepositoryUrl> urls)
      throws MalformedPayloadException {
    if (urls.isEmpty()) {
      throw new MalformedPayloadException("names no repository by a URL");
    }
    return urls;
  }
}

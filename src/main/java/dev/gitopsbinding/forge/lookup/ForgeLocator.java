package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the forge of a repository, and the repository in the forge's API. Pure. */
final class ForgeLocator {
  private static final String FIELD = "spec.source.checks";

  private final List<Forge> forges;

  ForgeLocator(List<Forge> forges) {
    this.forges = List.copyOf(forges);
  }

  /**
   * The commit at its forge.
   *
   * @param provider null: the host tells
   * @param api null: where this kind of forge has it
   * @return fails with {@code INVALID_SPEC}
   */
  Result<ForgeCommit> locate(
      @Nullable String provider, @Nullable URI api, RepositoryUrl source, CommitSha commit) {
    Optional<Forge> forge =
        forges.stream()
            .filter(
                one -> provider == null ? one.owns(source.host()) : one.provider().equals(provider))
            .findFirst();
    if (forge.isEmpty()) {
      return invalid(
          ".provider %s: it must be one of %s"
              .formatted(
                  provider == null ? "is missing" : "has an unknown value",
                  forges.stream().map(Forge::provider).collect(Collectors.joining(", "))));
    }
    Optional<URI> base = Optional.ofNullable(api).or(() -> forge.get().api(source));
    if (base.isEmpty()) {
      return invalid(".apiURL is missing: it cannot be told from an http:// URL");
    }
    return at(forge.get(), base.get(), source, commit);
  }

  private static Result<ForgeCommit> at(
      Forge forge, URI api, RepositoryUrl source, CommitSha commit) {
    String base = "https://" + api.getRawAuthority() + stripped(api.getRawPath());
    String name = name(source, api);
    return forge
        .path(name)
        .map(path -> in(forge, base + path, commit))
        .orElseGet(
            () ->
                invalid(
                    ": %s has no repositories of the form %s. Correct spec.source.url or spec.source.checks.provider"
                        .formatted(forge.provider(), name)));
  }

  /** The port of the API, and the path of a repository in scp form, may be those of no URL. */
  private static Result<ForgeCommit> in(Forge forge, String url, CommitSha commit) {
    try {
      return Result.ok(new ForgeCommit(forge, RepositoryUrl.parse(url), commit));
    } catch (IllegalArgumentException e) {
      // Without the URL, which may hold a login.
      return invalid(
          ": the URL of the repository in the API %s. Correct spec.source.checks.apiURL or spec.source.url"
              .formatted(e.getMessage()));
    }
  }

  /** The name of the repository; a forge that is not at the top of its host has a path before. */
  private static String name(RepositoryUrl source, URI api) {
    String path = source.identity().path();
    String above =
        stripped(api.getRawPath()).replaceFirst("/api/v[0-9]+$", "").replaceFirst("^/", "");
    return !above.isEmpty() && path.startsWith(above + "/")
        ? path.substring(above.length() + 1)
        : path;
  }

  private static String stripped(@Nullable String path) {
    return path == null ? "" : path.replaceFirst("/+$", "");
  }

  private static <T> Result<T> invalid(String problem) {
    return Result.failed(new Failure.Spec(Reason.INVALID_SPEC, FIELD + problem));
  }
}

package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ForgePurpose;
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
  private final List<Forge> forges;

  ForgeLocator(List<Forge> forges) {
    this.forges = List.copyOf(forges);
  }

  /**
   * The repository at its forge.
   *
   * @param provider null: it is known from the host
   * @param api null: where this kind of forge has it
   * @return fails with {@code INVALID_SPEC}
   */
  Result<ForgeRepository> locate(
      ForgePurpose purpose, @Nullable String provider, @Nullable URI api, RepositoryUrl source) {
    Optional<Forge> forge =
        forges.stream()
            .filter(
                one -> provider == null ? one.owns(source.host()) : one.provider().equals(provider))
            .findFirst();
    if (forge.isEmpty()) {
      return invalid(
          purpose,
          ".provider %s: it must be one of %s"
              .formatted(
                  provider == null ? "is missing" : "has an unknown value",
                  forges.stream().map(Forge::provider).collect(Collectors.joining(", "))));
    }
    Optional<URI> base = Optional.ofNullable(api).or(() -> forge.get().api(source));
    if (base.isEmpty()) {
      return invalid(purpose, ".apiURL is missing: it does not follow from an http:// URL");
    }
    return at(purpose, forge.get(), base.get(), source);
  }

  private static Result<ForgeRepository> at(
      ForgePurpose purpose, Forge forge, URI api, RepositoryUrl source) {
    String base = "https://" + api.getRawAuthority() + stripped(api.getRawPath());
    String name = name(source, api);
    return forge
        .path(name)
        .map(path -> in(purpose, forge, base + path))
        .orElseGet(
            () ->
                invalid(
                    purpose,
                    ": %s has no repositories of the form %s. Correct %s or %s.provider"
                        .formatted(forge.provider(), name, purpose.urlField(), purpose.field())));
  }

  /** The port of the API, and the path of a repository in scp form, may be those of no URL. */
  private static Result<ForgeRepository> in(ForgePurpose purpose, Forge forge, String url) {
    try {
      return Result.ok(new ForgeRepository(forge, RepositoryUrl.parse(url), purpose));
    } catch (IllegalArgumentException e) {
      // Without the URL, which may hold a login.
      return invalid(
          purpose,
          ": the URL of the repository in the API %s. Correct %s.apiURL or %s"
              .formatted(e.getMessage(), purpose.field(), purpose.urlField()));
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

  private static <T> Result<T> invalid(ForgePurpose purpose, String problem) {
    return Result.failed(new Failure.Spec(Reason.INVALID_SPEC, purpose.field() + problem));
  }
}

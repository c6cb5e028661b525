package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.SecretDraft.OldSecret;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.RepositoryUrl.Scheme;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Both repositories, their branch, the SSH key, the build gate, and the file. */
final class RepositoryMigrator {
  private static final String GITHUB = "github.com";
  private static final String GITHUB_API = "api.github.com";
  private static final Pattern LOGIN =
      Pattern.compile("^https?://[^/]*@|^(ssh://)?[^/@]*:[^/]*@", Pattern.CASE_INSENSITIVE);
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z]+://");

  private final MigrationDraft draft;
  private final String branch;

  private RepositoryMigrator(MigrationDraft draft) {
    this.draft = draft;
    this.branch = draft.values().orFallback(Annotation.OBSERVE_BRANCH);
  }

  static void migrate(MigrationDraft draft) {
    var migrator = new RepositoryMigrator(draft);
    migrator.noteBranch();
    RepositoryUrl source = migrator.url(Annotation.APP_REPOSITORY).orElse(null);
    RepositoryUrl manifest = migrator.url(Annotation.MANIFEST_REPOSITORY).orElse(null);
    OldSecret key = null;
    if (isSsh(source) || isSsh(manifest)) {
      key = migrator.sshKey();
    } else if (source != null && manifest != null) {
      migrator.noteUnusedSshKey();
    }
    if (source != null) {
      draft.spec().put("source", migrator.source(source, key));
    }
    String path = migrator.path();
    if (manifest != null) {
      draft.spec().put("manifest", migrator.manifest(manifest, key, path));
    }
  }

  private void noteBranch() {
    if (draft.values().hasAny(Annotation.OBSERVE_BRANCH)) {
      draft.maps(
          Annotation.OBSERVE_BRANCH,
          "is `spec.source.ref.branch` and `spec.manifest.ref.branch`, which may differ from now on.");
    } else {
      draft.maps(
          Annotation.OBSERVE_BRANCH,
          "is missing, so both branches are gitops-operator's default, `%s`.".formatted(branch));
    }
  }

  private Optional<RepositoryUrl> url(Annotation annotation) {
    String text = draft.values().get(annotation).orElse(null);
    if (text == null) {
      draft.problem(annotation, "is missing, so gitops-operator skips this Deployment too.");
      return Optional.empty();
    }
    if (LOGIN.matcher(text).find()) {
      draft.holdsLogin(annotation);
      return Optional.empty();
    }
    try {
      RepositoryUrl url = RepositoryUrl.parse(text);
      if (url.scheme() == Scheme.HTTP) {
        draft.problem(
            annotation, "begins with `http://`, clear text. Write `https://` or `ssh://`.");
        return Optional.empty();
      }
      draft.maps(annotation, "is `%s`.".formatted(annotation.becomes()));
      return Optional.of(url);
    } catch (IllegalArgumentException e) {
      draft.problem(annotation, e.getMessage() + ".");
      return Optional.empty();
    }
  }

  /** The Secret of gitops-operator with the key; null if none is named. */
  private @Nullable OldSecret sshKey() {
    AnnotationValues values = draft.values();
    boolean isEarly =
        !values.hasAny(Annotation.SSH_KEY_NAME) && values.hasAny(Annotation.SECRET_NAME);
    Annotation nameKey = isEarly ? Annotation.SECRET_NAME : Annotation.SSH_KEY_NAME;
    Annotation namespaceKey = isEarly ? Annotation.SECRET_NAMESPACE : Annotation.SSH_KEY_NAMESPACE;
    if (!isEarly && values.hasAny(Annotation.SECRET_NAME, Annotation.SECRET_NAMESPACE)) {
      draft.maps(Annotation.SECRET_NAME, "and `secret_namespace` are replaced by `ssh_key_name`.");
    }
    String name = values.get(nameKey).orElse(null);
    if (name == null) {
      draft.changes(
          Annotation.SSH_KEY_NAME,
          "is missing, so today's gitops-operator skips this Deployment; in the article its key was a"
              + " mounted file. Put that key into Secret `%sssh-key`."
                  .formatted(SecretDraft.Kind.SSH_KEY.prefix()));
      SecretNotes.namespaceWithoutName(draft, namespaceKey, nameKey);
      return null;
    }
    OldSecret old = draft.oldSecret(SecretDraft.Kind.SSH_KEY, nameKey, name, namespaceKey);
    if (old != null) {
      draft.maps(nameKey, "is `spec.source.secretRef` and `spec.manifest.secretRef`, for SSH.");
      SecretNotes.namespace(draft, namespaceKey, old);
    }
    return old;
  }

  private void noteUnusedSshKey() {
    if (draft
        .values()
        .hasAny(
            Annotation.SSH_KEY_NAME,
            Annotation.SSH_KEY_NAMESPACE,
            Annotation.SECRET_NAME,
            Annotation.SECRET_NAMESPACE)) {
      draft.loses(
          Annotation.SSH_KEY_NAME,
          "and `ssh_key_namespace` have no use here: neither repository has an SSH URL.");
    }
  }

  private Map<String, Object> source(RepositoryUrl url, @Nullable OldSecret key) {
    Map<String, Object> source = location(Annotation.APP_REPOSITORY);
    if (url.scheme() == Scheme.SSH) {
      source.put("secretRef", Map.of("name", sshSecret(url, key)));
    } else {
      draft.changes(
          Annotation.APP_REPOSITORY,
          "has an https URL, which gitops-operator can read only where everybody may. If the"
              + " repository is private, add `spec.source.secretRef` with a login.");
    }
    checks(url).ifPresent(checks -> source.put("checks", checks));
    return source;
  }

  /** The file, as a binding writes its path; null if there is none. */
  private @Nullable String path() {
    String path = draft.values().get(Annotation.DEPLOYMENT_PATH).orElse(null);
    if (path == null) {
      draft.problem(
          Annotation.DEPLOYMENT_PATH, "is missing, so gitops-operator skips this Deployment too.");
      return null;
    }
    String plain = path.replaceAll("/{2,}", "/").replaceFirst("^(\\./|/)+", "");
    draft.maps(
        Annotation.DEPLOYMENT_PATH,
        plain.equals(path)
            ? "is `spec.manifest.path`."
            : "is `spec.manifest.path`, written as `%s`.".formatted(ShownText.of(plain)));
    return plain;
  }

  private Map<String, Object> manifest(
      RepositoryUrl url, @Nullable OldSecret key, @Nullable String path) {
    Map<String, Object> manifest = location(Annotation.MANIFEST_REPOSITORY);
    if (url.scheme() == Scheme.SSH) {
      manifest.put("secretRef", Map.of("name", sshSecret(url, key)));
    } else {
      String plainName = "https-" + url.hostAndPort().replaceAll("[^a-z0-9.]+", "-");
      String name = draft.newSecret(SecretDraft.Kind.HTTPS_LOGIN, plainName, url.hostAndPort());
      manifest.put("secretRef", Map.of("name", name));
      draft.changes(
          Annotation.MANIFEST_REPOSITORY,
          "has an https URL, to which gitops-operator cannot push with its SSH key. Put a login that may push into Secret `%s`."
              .formatted(name));
    }
    if (path != null) {
      manifest.put("path", path);
    }
    return manifest;
  }

  private Map<String, Object> location(Annotation annotation) {
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("url", inLowerCase(draft.values().orFallback(annotation)));
    location.put("ref", Map.of("branch", branch));
    return location;
  }

  /** As the CustomResourceDefinition wants the scheme. */
  private static String inLowerCase(String url) {
    return SCHEME.matcher(url).replaceFirst(scheme -> scheme.group().toLowerCase(Locale.ROOT));
  }

  private String sshSecret(RepositoryUrl url, @Nullable OldSecret key) {
    return key == null
        ? draft.newSecret(SecretDraft.Kind.SSH_KEY, "ssh-key", url.hostAndPort())
        : draft.secret(SecretDraft.Kind.SSH_KEY, key, url.hostAndPort());
  }

  private Optional<Map<String, Object>> checks(RepositoryUrl source) {
    String name = draft.values().get(Annotation.GITHUB_TOKEN_SECRET_NAME).orElse(null);
    if (name == null) {
      SecretNotes.namespaceWithoutName(
          draft, Annotation.GITHUB_TOKEN_SECRET_NAMESPACE, Annotation.GITHUB_TOKEN_SECRET_NAME);
      return Optional.empty();
    }
    if (!source.host().equals(GITHUB)) {
      draft.loses(
          Annotation.GITHUB_TOKEN_SECRET_NAME,
          "is for GitHub, but the source repository is at `%s`. Add `spec.source.checks` for its provider by hand."
              .formatted(ShownText.of(source.host())));
      return Optional.empty();
    }
    OldSecret old =
        draft.oldSecret(
            SecretDraft.Kind.FORGE_TOKEN,
            Annotation.GITHUB_TOKEN_SECRET_NAME,
            name,
            Annotation.GITHUB_TOKEN_SECRET_NAMESPACE);
    if (old == null) {
      return Optional.empty();
    }
    draft.maps(
        Annotation.GITHUB_TOKEN_SECRET_NAME, "is `spec.source.checks`, with provider GitHub.");
    draft.changes(
        Annotation.GITHUB_TOKEN_SECRET_NAME,
        "made gitops-operator wait for a missing image while workflows ran. Now all checks of the"
            + " commit must have passed before its tag is written, whether or not the image is there."
            + " The token must be allowed to read checks and commit statuses too.");
    SecretNotes.namespace(draft, Annotation.GITHUB_TOKEN_SECRET_NAMESPACE, old);
    Map<String, Object> checks = new LinkedHashMap<>();
    checks.put("provider", "GitHub");
    checks.put(
        "secretRef", Map.of("name", draft.secret(SecretDraft.Kind.FORGE_TOKEN, old, GITHUB_API)));
    return Optional.of(checks);
  }

  private static boolean isSsh(@Nullable RepositoryUrl url) {
    return url != null && url.scheme() == Scheme.SSH;
  }
}

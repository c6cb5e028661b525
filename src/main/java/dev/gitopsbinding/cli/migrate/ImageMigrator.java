package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.AnnotatedDeployment.Container;
import dev.gitopsbinding.cli.migrate.SecretDraft.OldSecret;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The image: its whole name, its tag and its registry. gitops-operator looks for a part of the name
 * in each container's image; a binding needs the whole repository.
 */
final class ImageMigrator {
  private static final String DOCKER_HUB = "docker.io";
  private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";
  private static final int SHORT_TAG = 7;

  private final MigrationDraft draft;
  private final AnnotatedDeployment deployment;

  private ImageMigrator(MigrationDraft draft) {
    this.draft = draft;
    this.deployment = draft.deployment();
  }

  /**
   * @param target the part of the spec that names containers, where that is needed
   */
  static void migrate(MigrationDraft draft, Map<String, Object> target) {
    var migrator = new ImageMigrator(draft);
    String annotated = draft.values().get(Annotation.IMAGE_NAME).orElse(null);
    if (annotated == null) {
      draft.problem(
          Annotation.IMAGE_NAME, "is missing, so gitops-operator skips this Deployment too.");
      return;
    }
    String registryUrl = draft.values().orFallback(Annotation.REGISTRY_SECRET_URL);
    if (registryUrl.contains("@")) {
      draft.holdsLogin(Annotation.REGISTRY_SECRET_URL);
      return;
    }
    String full = withRegistry(registryUrl, annotated);
    String name = migrator.wholeName(full).orElse(null);
    if (name == null) {
      return;
    }
    migrator.noteName(annotated, full, name);
    migrator.containers(name, target);
    Map<String, Object> image = new LinkedHashMap<>();
    image.put("name", name);
    migrator.tag(image);
    migrator.registry(image, name);
    draft.spec().put("image", image);
  }

  /** As gitops-operator completes the name: Docker Hub's images stay as they are. */
  static String withRegistry(String registryUrl, String imageName) {
    if (registryUrl.contains(DOCKER_HUB)) {
      return imageName;
    }
    String host = registryUrl.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return host.isEmpty() || imageName.startsWith(host + "/") ? imageName : host + "/" + imageName;
  }

  /** The repository of the image in the Deployment that gitops-operator would write. */
  private Optional<String> wholeName(String full) {
    Optional<String> repository = repository(full);
    if (repository.isEmpty() || ImageReference.parse(full).orElseThrow().tag() != null) {
      draft.problem(
          Annotation.IMAGE_NAME,
          "must be an image repository without tag, such as `ghcr.io/acme/web`, and not `%s`."
              .formatted(ShownText.of(full)));
      return Optional.empty();
    }
    Set<String> exact = new TreeSet<>();
    Set<String> endings = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    for (Container container : deployment.containers()) {
      String written = withoutTag(container.image());
      if (repository(written).equals(repository)) {
        exact.add(written);
      } else if (written.endsWith("/" + full)) {
        endings.add(written);
      } else if (container.image().contains(full)) {
        others.add(written);
      }
    }
    return Stream.of(exact, endings, others)
        .filter(found -> !found.isEmpty())
        .findFirst()
        .map(found -> only(found, full))
        .orElseGet(() -> notFound(full));
  }

  private Optional<String> only(Set<String> found, String full) {
    Set<String> repositories = new TreeSet<>();
    found.forEach(one -> repositories.add(repository(one).orElse(one)));
    if (repositories.size() > 1) {
      draft.problem(
          Annotation.IMAGE_NAME,
          "is `%s`, a part of several images: `%s`. Write the whole name of the one that is meant."
              .formatted(ShownText.of(full), ShownText.of(String.join(", ", found))));
      return Optional.empty();
    }
    String name = found.contains(full) ? full : found.iterator().next();
    if (repository(name).isEmpty()) {
      draft.problem(
          Annotation.IMAGE_NAME,
          "stands for `%s`, which is no image repository.".formatted(ShownText.of(name)));
      return Optional.empty();
    }
    return Optional.of(name);
  }

  private Optional<String> notFound(String full) {
    draft.changes(
        Annotation.IMAGE_NAME,
        "is `%s`, but no container of the Deployment has that image. Compare `spec.image.name` with the file."
            .formatted(ShownText.of(full)));
    return Optional.of(full);
  }

  private void noteName(String annotated, String full, String name) {
    if (annotated.equals(name)) {
      draft.maps(Annotation.IMAGE_NAME, "is `spec.image.name`.");
    } else {
      draft.changes(
          Annotation.IMAGE_NAME,
          "is `%s`; `spec.image.name` is the whole name in the Deployment, `%s`. gitops-operator looks for a part of it, and writes `%s:…`."
              .formatted(ShownText.of(annotated), ShownText.of(name), ShownText.of(full)));
    }
    if (draft.values().hasAny(Annotation.REGISTRY_SECRET_URL)) {
      draft.maps(
          Annotation.REGISTRY_SECRET_URL,
          "is the registry in `spec.image.name`: the image names its own registry.");
    }
    deployment.containers().stream()
        .filter(one -> repository(withoutTag(one.image())).equals(repository(name)))
        .filter(one -> one.image().contains("@"))
        .findFirst()
        .ifPresent(
            one ->
                draft.loses(
                    Annotation.IMAGE_NAME,
                    "names an image with a digest in container `%s`. A binding writes tags only: remove the digest from the file."
                        .formatted(ShownText.of(one.name()))));
  }

  /** gitops-operator writes all containers with the image, but no init containers. */
  private void containers(String name, Map<String, Object> target) {
    List<String> own = withImage(deployment.containers(), name);
    List<String> init = withImage(deployment.initContainers(), name);
    if (own.size() + init.size() <= 1 || own.isEmpty()) {
      return;
    }
    target.put("containers", own);
    draft.maps(
        Annotation.IMAGE_NAME,
        "is the image of more than one container: `spec.target.containers` names those that gitops-operator writes.");
    if (!init.isEmpty()) {
      draft.changes(
          Annotation.IMAGE_NAME,
          "is also the image of an init container (`%s`), which gitops-operator does not write. Add it to `spec.target.containers` if it should get the tag too."
              .formatted(ShownText.of(String.join(", ", init))));
    }
  }

  private void tag(Map<String, Object> image) {
    String type = draft.values().get(Annotation.TAG_TYPE).orElse(null);
    if ("short".equals(type)) {
      image.put("tag", Map.of("length", SHORT_TAG));
      draft.maps(Annotation.TAG_TYPE, "is `short`: `spec.image.tag.length: 7`.");
    } else if (type == null || type.equals("long")) {
      draft.maps(
          Annotation.TAG_TYPE,
          (type == null ? "is missing, so it is `long`" : "is `long`")
              + ": all 40 digits, the default of `spec.image.tag.length`.");
    } else {
      draft.changes(
          Annotation.TAG_TYPE,
          "is `%s`, which gitops-operator takes for `long`: all 40 digits."
              .formatted(ShownText.of(type)));
    }
  }

  private void registry(Map<String, Object> image, String name) {
    AnnotationValues values = draft.values();
    if (!values.hasAny(
        Annotation.REGISTRY_SECRET_URL,
        Annotation.REGISTRY_SECRET_NAME,
        Annotation.REGISTRY_SECRET_NAMESPACE)) {
      draft.changes(
          Annotation.REGISTRY_SECRET_NAME,
          "is missing; gitops-operator's default, Secret `regcred` of `gitops-operator`, is not carried over. "
              + (deployment.hasPullSecrets()
                  ? "The operator logs in with the `imagePullSecrets` of the Deployment."
                  : "The registry is asked anonymously; for a private image add `spec.image.check.secretRef`."));
      return;
    }
    OldSecret old =
        draft.oldSecret(
            SecretDraft.Kind.REGISTRY_LOGIN,
            Annotation.REGISTRY_SECRET_NAME,
            values.orFallback(Annotation.REGISTRY_SECRET_NAME),
            Annotation.REGISTRY_SECRET_NAMESPACE);
    if (old == null) {
      return;
    }
    String registry = repository(name).orElse(name).replaceFirst("/.*$", "");
    String key = registry.equals(DOCKER_HUB) ? DOCKER_HUB_KEY : registry;
    String used = draft.secret(SecretDraft.Kind.REGISTRY_LOGIN, old, key);
    image.put("check", Map.of("secretRef", Map.of("name", used)));
    draft.maps(
        Annotation.REGISTRY_SECRET_NAME,
        "%s `spec.image.check.secretRef`. The Secret must hold a login for `%s`."
            .formatted(
                values.hasAny(Annotation.REGISTRY_SECRET_NAME)
                    ? "is"
                    : "is missing, so it is gitops-operator's default, `regcred`:",
                ShownText.of(registry)));
    if (deployment.hasPullSecrets()) {
      draft.changes(
          Annotation.REGISTRY_SECRET_NAME,
          "may not be needed: without `spec.image.check.secretRef` the operator logs in with the `imagePullSecrets` of the Deployment.");
    }
    SecretNotes.namespace(draft, Annotation.REGISTRY_SECRET_NAMESPACE, old);
  }

  private static List<String> withImage(List<Container> containers, String name) {
    return containers.stream()
        .filter(one -> repository(withoutTag(one.image())).equals(repository(name)))
        .map(Container::name)
        .toList();
  }

  /** The name without tag and digest, otherwise as it is written. */
  private static String withoutTag(String image) {
    String plain = image.replaceFirst("@.*$", "");
    int colon = plain.lastIndexOf(':');
    return colon > plain.lastIndexOf('/') ? plain.substring(0, colon) : plain;
  }

  private static Optional<String> repository(String image) {
    return ImageReference.parse(image).map(ImageReference::repository);
  }
}

package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.git.SecretData;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.ImageReference;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Workload;
import dev.gitopsbinding.registry.DockerConfig;
import dev.gitopsbinding.registry.Presence;
import dev.gitopsbinding.registry.Registries;
import dev.gitopsbinding.registry.RegistryAccess;
import dev.gitopsbinding.registry.RegistryLogin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for images in their registries, with the logins that a binding may use. */
final class ImageLooks {
  private static final Logger LOG = LoggerFactory.getLogger(ImageLooks.class);

  private static final String TYPE = "kubernetes.io/dockerconfigjson";
  private static final String CONFIG = ".dockerconfigjson";
  private static final String AUTHORITIES = "ca.crt";

  /** More of a Deployment's Secrets are not read, so that nobody makes the operator read on. */
  private static final int MAX_PULL_SECRETS = 16;

  private final SecretStore secrets;
  private final Registries registries;

  ImageLooks(SecretStore secrets, Registries registries) {
    this.secrets = secrets;
    this.registries = registries;
  }

  /**
   * Whether the registry has the image with the desired tag. If it cannot be told, Secrets are read
   * again, and where one changed, the registry is asked once more.
   */
  Result<Boolean> exists(Observation observation, Duration timeout) throws InterruptedException {
    ImageReference image = image(observation);
    Result<RegistryAccess> access = access(observation, image);
    Result<Boolean> first = look(image, access, timeout);
    if (!(first instanceof Result.Failed<Boolean>)) {
      return first;
    }
    forget(observation);
    Result<RegistryAccess> fresh = access(observation, image);
    return fresh.equals(access) ? first : look(image, fresh, timeout);
  }

  private Result<Boolean> look(
      ImageReference image, Result<RegistryAccess> access, Duration timeout) {
    return access
        .then(how -> registries.look(image, how, timeout))
        .then(presence -> Result.ok(presence == Presence.FOUND));
  }

  private static ImageReference image(Observation observation) {
    return new ImageReference(
        observation.binding().image().reference().repository(),
        observation.desiredTag(),
        Optional.empty());
  }

  private Result<RegistryAccess> access(Observation observation, ImageReference image)
      throws InterruptedException {
    Binding binding = observation.binding();
    Optional<String> secret = binding.image().check().secret();
    Result<List<RegistryLogin>> logins =
        secret.isPresent()
            ? config(binding, secret.get()).then(config -> Result.ok(config.loginsFor(image)))
            : loginsOfTarget(observation, image);
    Optional<String> name = binding.image().check().authorities();
    Result<Optional<String>> authorities =
        name.isPresent()
            ? secrets
                .secret(binding.id().namespace(), name.get())
                .then(ImageLooks::authorities)
                .then(pem -> Result.ok(Optional.of(pem)))
            : Result.ok(Optional.empty());
    return logins.then(some -> authorities.then(pem -> Result.ok(new RegistryAccess(some, pem))));
  }

  /** As the kubelet does, what cannot be used is passed over. */
  private Result<List<RegistryLogin>> loginsOfTarget(Observation observation, ImageReference image)
      throws InterruptedException {
    List<RegistryLogin> logins = new ArrayList<>();
    for (String name : pullSecrets(observation)) {
      switch (config(observation.binding(), name)) {
        case Result.Ok<DockerConfig>(var config) -> logins.addAll(config.loginsFor(image));
        case Result.Failed<DockerConfig>(var failure) ->
            LOG.debug("An imagePullSecret is passed over: {}", failure.message());
      }
    }
    return Result.ok(logins);
  }

  private Result<DockerConfig> config(Binding binding, String name) throws InterruptedException {
    return secrets.secret(binding.id().namespace(), name).then(ImageLooks::config);
  }

  private static Result<DockerConfig> config(SecretData secret) {
    if (!secret.type().equals(TYPE)) {
      return Result.failed(
          new Failure.Secret(
              Reason.SECRET_INVALID,
              "%s has the type %s instead of %s. Make it by kubectl create secret docker-registry"
                  .formatted(secret, secret.type(), TYPE)));
    }
    return Optional.ofNullable(secret.data().get(CONFIG))
        .map(json -> DockerConfig.parse(secret.toString(), json))
        .orElseGet(() -> missing(secret, CONFIG));
  }

  private static Result<String> authorities(SecretData secret) {
    return Optional.ofNullable(secret.data().get(AUTHORITIES))
        .map(pem -> Result.ok(new String(pem, StandardCharsets.UTF_8)))
        .orElseGet(() -> missing(secret, AUTHORITIES));
  }

  private static <T> Result<T> missing(SecretData secret, String key) {
    return Result.failed(
        new Failure.Secret(
            Reason.SECRET_KEY_MISSING,
            "%s has no key '%s'. %s".formatted(secret, key, Reason.SECRET_KEY_MISSING.cure())));
  }

  private void forget(Observation observation) {
    Binding binding = observation.binding();
    String namespace = binding.id().namespace();
    Optional<String> secret = binding.image().check().secret();
    secret.ifPresent(name -> secrets.forget(namespace, name));
    binding.image().check().authorities().ifPresent(name -> secrets.forget(namespace, name));
    if (secret.isEmpty()) {
      pullSecrets(observation).forEach(name -> secrets.forget(namespace, name));
    }
  }

  private static List<String> pullSecrets(Observation observation) {
    return switch (observation.workload()) {
      case Workload.Missing() -> List.of();
      case Workload.Found found ->
          found.pullSecrets().stream()
              .filter(name -> !name.isEmpty())
              .distinct()
              .limit(MAX_PULL_SECRETS)
              .toList();
    };
  }
}

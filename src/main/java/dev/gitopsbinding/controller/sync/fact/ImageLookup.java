package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.manifest.FieldLocator;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.net.http.CertificateAuthorities;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.registry.dockerconfig.DockerConfig;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import dev.gitopsbinding.registry.lookup.Presence;
import dev.gitopsbinding.registry.lookup.Registries;
import dev.gitopsbinding.registry.lookup.RegistryAccess;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for images in their registries, with the logins that a binding may use. */
public final class ImageLookup {
  private static final String TYPE = "kubernetes.io/dockerconfigjson";
  private static final String CONFIG = ".dockerconfigjson";
  private static final String AUTHORITIES = "ca.crt";
  private static final String NAME = "spec.image.name";
  private static final String SECRET_REF = "spec.image.check.secretRef";
  private static final String CA_SECRET_REF = "spec.image.check.caSecretRef";

  /** How many imagePullSecrets of the target are read, so that no user causes endless reads. */
  private static final int MAX_PULL_SECRETS = 16;

  private final SecretSource secrets;
  private final Registries registries;
  private final WaitSchedule waits;

  /**
   * @param waits decides when a missing image is looked for again
   */
  public ImageLookup(SecretSource secrets, Registries registries, WaitSchedule waits) {
    this.secrets = secrets;
    this.registries = registries;
    this.waits = waits;
  }

  /** Answers the question for the image with the desired tag. */
  public FactFinder<ImageSeen> finder() {
    return FactFinder.of(
        Questions.IMAGE,
        (observation, deadline) ->
            Fact.of(
                look(observation, deadline.remaining()),
                seen -> new Fact.Known<>(seen, Instant.MIN)));
  }

  /** The access to use, and why some Secrets of the Deployment could not be used. */
  private record LookupLogin(RegistryAccess access, List<String> passedOver) {}

  /**
   * What the registry says of the image with the desired tag; missing without asking until the next
   * look is due. After a failure that another Secret may fix, the Secrets are read again; if one
   * changed, the registry is asked once more.
   */
  Result<ImageSeen> look(Observation observation, Duration timeout) throws InterruptedException {
    String tagged = observation.binding().image().tagged(observation.desiredTag().orElseThrow());
    if (!waits.lookIsDue(observation, Reason.IMAGE_NOT_FOUND, tagged)) {
      return Result.ok(ImageSeen.MISSING);
    }
    ImageReference image = image(observation);
    // No Secret is read for a host that is not allowed.
    Optional<Failure> refusal = registries.refusal(image);
    if (refusal.isPresent()) {
      return Result.failed(FieldLocator.at(NAME, refusal.get()));
    }
    TimeLimit end = TimeLimit.in(timeout);
    Result<LookupLogin> login = login(observation, image);
    Result<ImageSeen> first = look(observation, image, login, end);
    if (!(first instanceof Result.Failed<ImageSeen>(Failure.Secret _))) {
      return first;
    }
    forget(observation);
    Result<LookupLogin> fresh = login(observation, image);
    return fresh.equals(login) ? first : look(observation, image, fresh, end);
  }

  private Result<ImageSeen> look(
      Observation observation, ImageReference image, Result<LookupLogin> login, TimeLimit end) {
    return login.then(
        how ->
            switch (ask(observation, image, how.access(), end)) {
              case Result.Ok<ImageSeen> seen -> seen;
              case Result.Failed<ImageSeen>(Failure failure) ->
                  Result.failed(withPassedOver(failure, how.passedOver()));
            });
  }

  private Result<ImageSeen> ask(
      Observation observation, ImageReference image, RegistryAccess access, TimeLimit end) {
    String tenant = observation.binding().id().namespace();
    Instant notBefore = observation.notBefore();
    Result<ImageSeen> seen =
        observation.binding().image().pinned()
            ? registries
                .findDigest(tenant, image, access, notBefore, end.remaining())
                .then(digest -> Result.ok(digest.map(ImageSeen::of).orElse(ImageSeen.MISSING)))
            : registries
                .findManifest(tenant, image, access, notBefore, end.remaining())
                .then(
                    presence ->
                        Result.ok(
                            presence == Presence.FOUND ? ImageSeen.FOUND : ImageSeen.MISSING));
    return FieldLocator.at(NAME, seen);
  }

  /** The missing login may be in a Secret that could not be used, so the message names those. */
  private static Failure withPassedOver(Failure failure, List<String> passedOver) {
    return failure instanceof Failure.Secret(var reason, var message) && !passedOver.isEmpty()
        ? new Failure.Secret(
            reason,
            "%s Skipped imagePullSecrets of the target: %s"
                .formatted(message, String.join(" ", passedOver)))
        : failure;
  }

  private static ImageReference image(Observation observation) {
    return new ImageReference(
        observation.binding().image().reference().repository(),
        observation.desiredTag().orElseThrow(),
        null);
  }

  private Result<LookupLogin> login(Observation observation, ImageReference image)
      throws InterruptedException {
    Binding binding = observation.binding();
    List<String> passedOver = new ArrayList<>();
    String secret = binding.image().check().secret();
    Result<List<RegistryLogin>> logins =
        secret == null
            ? Result.ok(loginsOfTarget(observation, image, passedOver))
            : FieldLocator.at(
                SECRET_REF, config(binding, secret).then(config -> named(config, secret, image)));
    String name = binding.image().check().authorities();
    Result<Optional<String>> authorities =
        name == null
            ? Result.ok(Optional.empty())
            : FieldLocator.at(
                CA_SECRET_REF,
                secrets
                    .secret(binding.id().namespace(), name)
                    .then(ImageLookup::authorities)
                    .then(pem -> Result.ok(Optional.of(pem))));
    return logins.then(
        some ->
            authorities.then(
                pem ->
                    Result.ok(
                        new LookupLogin(new RegistryAccess(some, pem.orElse(null)), passedOver))));
  }

  /** Fails without a login: a Secret that the binding names is meant to be used. */
  private static Result<List<RegistryLogin>> named(
      DockerConfig config, String secret, ImageReference image) {
    List<RegistryLogin> logins = config.loginsFor(image);
    return logins.isEmpty()
        ? Result.failed(
            new Failure.Secret(
                Reason.SECRET_INVALID,
                "Secret %s has no login for %s. Add one for its registry, or recreate the Secret by kubectl create secret docker-registry."
                    .formatted(secret, image.repository())))
        : Result.ok(logins);
  }

  /** Skips Secrets that cannot be used, as the kubelet does. */
  private List<RegistryLogin> loginsOfTarget(
      Observation observation, ImageReference image, List<String> passedOver)
      throws InterruptedException {
    List<RegistryLogin> logins = new ArrayList<>();
    for (String name : pullSecrets(observation)) {
      switch (config(observation.binding(), name)) {
        case Result.Ok<DockerConfig>(var config) -> logins.addAll(config.loginsFor(image));
        case Result.Failed<DockerConfig>(var failure) -> passedOver.add(failure.message());
      }
    }
    return logins;
  }

  private Result<DockerConfig> config(Binding binding, String name) throws InterruptedException {
    return secrets.secret(binding.id().namespace(), name).then(ImageLookup::config);
  }

  private static Result<DockerConfig> config(SecretData secret) {
    if (!secret.type().equals(TYPE)) {
      return Result.failed(
          new Failure.Secret(
              Reason.SECRET_INVALID,
              "%s has the type %s instead of %s. Make it by kubectl create secret docker-registry."
                  .formatted(secret, secret.type(), TYPE)));
    }
    return Optional.ofNullable(secret.data().get(CONFIG))
        .map(json -> DockerConfig.parse(secret.toString(), json))
        .orElseGet(
            () -> missing(secret, CONFIG, "Make it by kubectl create secret docker-registry."));
  }

  private static Result<String> authorities(SecretData secret) {
    byte[] value = secret.data().get(AUTHORITIES);
    if (value == null) {
      return missing(secret, AUTHORITIES, "Put the registry's CA certificate (PEM) there.");
    }
    String pem = new String(value, StandardCharsets.UTF_8);
    try {
      CertificateAuthorities.parse(pem);
      return Result.ok(pem);
    } catch (GeneralSecurityException e) {
      return Result.failed(
          new Failure.Secret(
              Reason.SECRET_INVALID,
              "key '%s' of %s does not hold certificates in PEM form. Put the registry's CA certificate (PEM) there."
                  .formatted(AUTHORITIES, secret)));
    }
  }

  private static <T> Result<T> missing(SecretData secret, String key, String advice) {
    return Result.failed(
        new Failure.Secret(
            Reason.SECRET_KEY_MISSING, "%s has no key '%s'. %s".formatted(secret, key, advice)));
  }

  private void forget(Observation observation) {
    String namespace = observation.binding().id().namespace();
    secrets(observation).forEach(name -> secrets.forget(namespace, name));
  }

  /** The names of the Secrets that are read to look for the image. */
  static Stream<String> secrets(Observation observation) {
    Binding.ImageCheck check = observation.binding().image().check();
    return Stream.concat(
        check.secret() == null ? pullSecrets(observation).stream() : Stream.of(check.secret()),
        Stream.ofNullable(check.authorities()));
  }

  private static List<String> pullSecrets(Observation observation) {
    return switch (observation.workload()) {
      case Workload.Missing(), Workload.Unreadable _ -> List.of();
      case Workload.Found found ->
          found.pullSecrets().stream()
              .filter(name -> !name.isEmpty())
              .distinct()
              .limit(MAX_PULL_SECRETS)
              .toList();
    };
  }
}

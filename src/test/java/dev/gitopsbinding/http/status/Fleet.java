package dev.gitopsbinding.http.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Bindings with made-up statuses. */
public record Fleet(List<GitOpsBinding> all) implements BindingView {
  public static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  private static final String SOURCE = "https://github.com/acme/";
  private static final String MANIFESTS = "https://gitea.example.com:3000/acme/deploy.git";
  private static final List<String> APPS =
      List.of("web", "cart", "search", "billing", "mail", "stock", "reports", "login");
  private static final List<String> TEAMS =
      List.of("shop", "shop-staging", "payments", "media", "data", "platform");

  /** Every state, in the proportions of a busy day: most are ready. */
  public static Fleet of(int size) {
    return new Fleet(IntStream.range(0, size).mapToObj(Fleet::binding).toList());
  }

  @Override
  public Stream<GitOpsBinding> bindings() {
    return all.stream();
  }

  @Override
  public Optional<Instant> nextLook(BindingId binding) {
    return Optional.of(NOW.plusSeconds(binding.toString().length() * 37L % 60));
  }

  private static GitOpsBinding binding(int number) {
    String namespace = TEAMS.get(number % TEAMS.size());
    String app = APPS.get(number / TEAMS.size() % APPS.size());
    int generation = number / (TEAMS.size() * APPS.size());
    String name = generation == 0 ? app : app + "-" + generation;
    return switch (number % 50) {
      case 7 -> waiting(namespace, name, 5);
      case 19 -> waiting(namespace, name, 40);
      case 23 ->
          stopped(
              namespace,
              name,
              Reason.MANIFEST_CHANGED,
              "On hold: Robin <robin@example.com> set "
                  + image(name, "1".repeat(40))
                  + " in place of tag "
                  + sha(number)
                  + " in apps/"
                  + name
                  + "/deployment.yaml (commit 3f2a9d1). It stays until the next source commit. To write it now, run `kubectl annotate gitopsbinding "
                  + name
                  + " -n "
                  + namespace
                  + " --overwrite gitopsbinding.dev/requestedAt=$(date +%s)`.");
      case 31 ->
          stopped(
              namespace,
              name,
              Reason.HOST_UNREACHABLE,
              "spec.source.url: git.example.com does not answer: connection timed out after 10 s. "
                  + Reason.HOST_UNREACHABLE.remedy());
      case 37 -> suspended(namespace, name);
      default -> ready(namespace, name, number);
    };
  }

  public static GitOpsBinding ready(String namespace, String name, int number) {
    Instant pushed = NOW.minus(Duration.ofMinutes(7L * number + 3));
    return resource(
        namespace,
        name,
        source(name, sha(number), pushed),
        sha(number),
        push(name, number, pushed),
        null,
        List.of(
            condition("Ready", "True", Reason.UP_TO_DATE, pushed, path(name) + " holds tag."),
            number % 9 == 0
                ? condition("RolledOut", "False", Reason.AWAITING_APPLY, pushed, "Not applied yet.")
                : condition("RolledOut", "True", Reason.COMPLETE, pushed, "Rolled out.")));
  }

  public static GitOpsBinding waiting(String namespace, String name, int minutes) {
    Instant since = NOW.minus(Duration.ofMinutes(minutes));
    String image = image(name, sha(minutes));
    String message =
        "Waiting since %s: registry ghcr.io has no tag %s of acme/%s. %s"
            .formatted(since, sha(minutes), name, Reason.IMAGE_NOT_FOUND.remedy());
    return resource(
        namespace,
        name,
        source(name, sha(minutes), since),
        sha(1),
        push(name, 1, since.minus(Duration.ofHours(30))),
        new AwaitedSubject(
            image, since.toString(), minutes > 15 ? true : null, "ImageNotFound", image),
        List.of(
            condition("Ready", "False", Reason.IMAGE_NOT_FOUND, since, message),
            condition("RolledOut", "False", Reason.AWAITING_PUSH, since, "Not written yet.")));
  }

  public static GitOpsBinding stopped(
      String namespace, String name, Reason reason, String message) {
    Instant since = NOW.minus(Duration.ofHours(5));
    return resource(
        namespace,
        name,
        source(name, sha(2), since),
        sha(1),
        push(name, 1, since.minus(Duration.ofDays(3))),
        null,
        List.of(
            condition("Ready", "False", reason, since, message),
            condition("RolledOut", "False", Reason.AWAITING_PUSH, since, "Not written yet.")));
  }

  public static GitOpsBinding suspended(String namespace, String name) {
    GitOpsBinding resource = ready(namespace, name, 3);
    List<BindingCondition> conditions = new ArrayList<>(resource.getStatus().conditions());
    conditions.add(condition("Suspended", "True", Reason.SUSPENDED, NOW, "spec.suspend is true."));
    resource.setStatus(with(resource.getStatus(), conditions));
    return resource;
  }

  /** Not synced yet. */
  public static GitOpsBinding fresh(String namespace, String name) {
    GitOpsBinding resource = Bindings.resource("{}");
    resource.getMetadata().setNamespace(namespace);
    resource.getMetadata().setName(name);
    return resource;
  }

  public static GitOpsBinding resource(
      String namespace,
      String name,
      @Nullable SourceStatus source,
      String tag,
      @Nullable LastPush push,
      @Nullable AwaitedSubject awaiting,
      List<BindingCondition> conditions) {
    GitOpsBinding resource = Bindings.resource("{manifest: {url: '%s'}}".formatted(MANIFESTS));
    resource.getMetadata().setNamespace(namespace);
    resource.getMetadata().setName(name);
    resource.setStatus(
        new GitOpsBindingStatus(
            1L,
            null,
            null,
            source,
            new ManifestStatus("main", sha(99), image(name, tag), file(name), null),
            new RunningStatus(image(name, tag)),
            push,
            null,
            awaiting,
            conditions));
    return resource;
  }

  public static BindingCondition condition(
      String type, String status, Reason reason, Instant since, String message) {
    return new BindingCondition(type, status, 1L, since.toString(), reason.text(), message);
  }

  public static String sha(int number) {
    return "%08x".formatted(number * 0x9E3779B1).repeat(5);
  }

  private static SourceStatus source(String name, String commit, Instant seen) {
    return new SourceStatus("main", commit, seen.toString(), SOURCE + name + ".git");
  }

  private static LastPush push(String name, int number, Instant at) {
    return new LastPush(
        sha(number + 5000),
        sha(number + 6000),
        sha(number),
        at.toString(),
        file(name),
        "Deployment/" + name + " [] ghcr.io/acme/" + name);
  }

  private static String image(String name, String tag) {
    return "ghcr.io/acme/" + name + ":" + tag;
  }

  private static String path(String name) {
    return "apps/" + name + "/deployment.yaml";
  }

  private static String file(String name) {
    return MANIFESTS + "@main:" + path(name);
  }

  private static GitOpsBindingStatus with(
      GitOpsBindingStatus status, List<BindingCondition> conditions) {
    return new GitOpsBindingStatus(
        status.observedGeneration(),
        null,
        null,
        status.source(),
        status.manifest(),
        status.running(),
        status.lastPush(),
        null,
        null,
        conditions);
  }
}

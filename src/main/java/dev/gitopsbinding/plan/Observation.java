package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is known of one binding at one moment.
 *
 * @param status the status that was written last
 * @param rival an older binding that wants the same scalar
 * @param notBefore reads of a host that are older than this do not count
 * @param source the newest commit of the source branch
 * @param manifest what the manifest file holds
 * @param change who changed the manifest file last
 * @param imageExists whether the registry has the image with the desired tag
 */
public record Observation(
    Binding binding,
    GitOpsBindingStatus status,
    Optional<BindingId> rival,
    Workload workload,
    Instant notBefore,
    Fact<CommitSha> source,
    Fact<ManifestSeen> manifest,
    Fact<ManifestChange> change,
    Fact<Boolean> imageExists) {

  /** An observation for which no host was asked yet. */
  public static Observation of(
      Binding binding,
      GitOpsBindingStatus status,
      Optional<BindingId> rival,
      Workload workload,
      Instant notBefore) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        notBefore,
        Fact.notAsked(),
        Fact.notAsked(),
        Fact.notAsked(),
        Fact.notAsked());
  }

  /** The same with the source tip learned; which image it asks for is another question then. */
  public Observation withSource(Fact<CommitSha> fact) {
    return new Observation(
        binding, status, rival, workload, notBefore, fact, manifest, change, Fact.notAsked());
  }

  /** The same with the manifest learned. */
  public Observation withManifest(Fact<ManifestSeen> fact) {
    return new Observation(
        binding, status, rival, workload, notBefore, source, fact, change, imageExists);
  }

  /** The same with the last change learned. */
  public Observation withChange(Fact<ManifestChange> fact) {
    return new Observation(
        binding, status, rival, workload, notBefore, source, manifest, fact, imageExists);
  }

  /** The same with the image looked for. */
  public Observation withImageExists(Fact<Boolean> fact) {
    return new Observation(
        binding, status, rival, workload, notBefore, source, manifest, change, fact);
  }

  /** The same with the manifest forgotten, to be read again not earlier than {@code moment}. */
  public Observation withManifestStale(Instant moment) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        moment,
        source,
        Fact.notAsked(),
        Fact.notAsked(),
        imageExists);
  }

  /** Whether the manifest was read later than the source tip. */
  public boolean sourceIsOlder() {
    return source instanceof Fact.Known<CommitSha>(var tip, var sourceAt)
        && manifest instanceof Fact.Known<ManifestSeen>(var seen, var manifestAt)
        && sourceAt.isBefore(manifestAt);
  }

  /** Whether the user asked for a sync that was not done yet. */
  public boolean requested() {
    return binding.requestIsOpen(status);
  }

  /** The tag that the source tip asks for, once the tip is known. */
  public Optional<String> desiredTag() {
    return source.known().map(binding.image().tagFormat()::tagOf);
  }
}

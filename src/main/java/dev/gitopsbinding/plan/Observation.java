package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that is known of one binding at one moment.
 *
 * @param status the status that was written last
 * @param rival an older binding that wants the same scalar
 * @param notBefore reads of a host that are older than this do not count
 * @param inDoubt whether a push may have been made for the binding that no status tells of
 * @param source the newest commit of the source branch
 * @param manifest what the manifest file holds
 * @param ownCommit what the operator wrote last for the binding, if the branch knows of any
 * @param change who changed the manifest file last
 * @param imageExists whether the registry has the image with the desired tag
 */
public record Observation(
    Binding binding,
    GitOpsBindingStatus status,
    Optional<BindingId> rival,
    Workload workload,
    Instant notBefore,
    boolean inDoubt,
    Fact<CommitSha> source,
    Fact<ManifestSeen> manifest,
    Fact<Optional<OwnCommit>> ownCommit,
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
        false,
        Fact.notAsked(),
        Fact.notAsked(),
        Fact.notAsked(),
        Fact.notAsked(),
        Fact.notAsked());
  }

  /** The same with the source tip learned; which image it asks for is another question then. */
  public Observation withSource(Fact<CommitSha> fact) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        notBefore,
        inDoubt,
        fact,
        manifest,
        ownCommit,
        change,
        Fact.notAsked());
  }

  /** The same with the manifest learned. */
  public Observation withManifest(Fact<ManifestSeen> fact) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        notBefore,
        inDoubt,
        source,
        fact,
        ownCommit,
        change,
        imageExists);
  }

  /** The same for a binding of which a push may have been lost. */
  public Observation withDoubt(boolean doubt) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        notBefore,
        doubt,
        source,
        manifest,
        ownCommit,
        change,
        imageExists);
  }

  /** The same with the operator's own last commit learned. */
  public Observation withOwnCommit(Fact<Optional<OwnCommit>> fact) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        notBefore,
        inDoubt,
        source,
        manifest,
        fact,
        change,
        imageExists);
  }

  /** The same with the last change learned. */
  public Observation withChange(Fact<ManifestChange> fact) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        notBefore,
        inDoubt,
        source,
        manifest,
        ownCommit,
        fact,
        imageExists);
  }

  /** The same with the image looked for. */
  public Observation withImageExists(Fact<Boolean> fact) {
    return new Observation(
        binding, status, rival, workload, notBefore, inDoubt, source, manifest, ownCommit, change,
        fact);
  }

  /** The same with the manifest forgotten, to be read again not earlier than {@code moment}. */
  public Observation withManifestStale(Instant moment) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        moment,
        inDoubt,
        source,
        Fact.notAsked(),
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

  /** The operator's own commit by which the file held the desired tag, if one is known. */
  public Optional<OwnCommit> ownLanded() {
    return desiredTag()
        .flatMap(
            tag ->
                ownCommit
                    .known()
                    .flatMap(Function.identity())
                    .filter(commit -> commit.landed(binding, tag)));
  }
}

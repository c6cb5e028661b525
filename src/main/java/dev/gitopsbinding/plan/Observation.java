package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one binding at one moment.
 *
 * @param status the status that was written last
 * @param rival an older binding that wants the same image field, if there is one
 * @param notBefore a read of a host counts only if it was made at this moment or later
 * @param inDoubt whether a push may have been made for the binding that is not in its status
 * @param facts the answers to the questions that were asked so far
 */
public record Observation(
    Binding binding,
    GitOpsBindingStatus status,
    @Nullable Rival rival,
    Workload workload,
    Instant notBefore,
    boolean inDoubt,
    Facts facts) {

  /** An observation for which no question was asked yet. */
  public static Observation of(
      Binding binding,
      GitOpsBindingStatus status,
      @Nullable Rival rival,
      Workload workload,
      Instant notBefore) {
    return new Observation(binding, status, rival, workload, notBefore, false, Facts.NONE);
  }

  /** Whether no sync of the binding has ended so far: there is no status. */
  public boolean isFirst() {
    return status.observedGeneration() == null;
  }

  /** This observation with the answer to a question added. */
  public <T> Observation with(Question<T> question, Fact<T> fact) {
    return new Observation(
        binding, status, rival, workload, notBefore, inDoubt, facts.with(question, fact));
  }

  /** This observation with {@link #inDoubt} set. */
  public Observation withDoubt(boolean doubt) {
    return new Observation(binding, status, rival, workload, notBefore, doubt, facts);
  }

  /**
   * This observation without the manifest; it is read again, at {@code moment} or later, and not
   * earlier than before.
   */
  public Observation withManifestStale(Instant moment) {
    return withStale(Questions.MANIFEST, moment);
  }

  /**
   * This observation without the answer to a question, and without those that rest on it; they are
   * found again, from reads at {@code moment} or later, and not earlier than before.
   */
  public Observation withStale(Question<?> question, Instant moment) {
    return new Observation(
        binding,
        status,
        rival,
        workload,
        later(moment, notBefore),
        inDoubt,
        facts.without(question));
  }

  /** This observation with another status. */
  public Observation withStatus(GitOpsBindingStatus other) {
    return new Observation(binding, other, rival, workload, notBefore, inDoubt, facts);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** The answer to a question, or that it was not asked yet. */
  public <T> Fact<T> fact(Question<T> question) {
    return facts.get(question);
  }

  /** The value of the answer to a question, if it is known. */
  public <T> Optional<T> known(Question<T> question) {
    return facts.get(question).known();
  }

  /**
   * The answer to a question that an earlier rule has asked.
   *
   * @throws java.util.NoSuchElementException if the answer is not known
   */
  public <T> T require(Question<T> question) {
    return known(question).orElseThrow();
  }

  /** The commit of the manifest branch that the status names, if it names one. */
  public Optional<CommitSha> namedCommit() {
    ManifestStatus manifest = status.manifest();
    return manifest != null && binding.file().equals(manifest.file())
        ? CommitSha.parse(manifest.commit())
        : Optional.empty();
  }

  /** Whether the manifest was read later than the source tip. */
  public boolean sourceIsOlder() {
    return fact(Questions.SOURCE_TIP) instanceof Fact.Known<?>(var tip, var sourceAt)
        && fact(Questions.MANIFEST) instanceof Fact.Known<?>(var seen, var manifestAt)
        && sourceAt.isBefore(manifestAt);
  }

  /** Whether the user asked for a sync that is not done yet. */
  public boolean requested() {
    return binding.requestIsOpen(status);
  }

  /** The source commit that is to be deployed, once it is known. */
  public Optional<CommitSha> selected() {
    Optional<CommitSha> selected = known(Questions.SELECTED_COMMIT).map(SelectedCommit::commit);
    return selected.isPresent() || binding.policy().looksBack() ? selected : newest();
  }

  /** The newest source commit that counts, once it is known. */
  public Optional<CommitSha> newest() {
    return binding.policy().paths() == null
        ? known(Questions.SOURCE_TIP)
        : known(Questions.PATH_COMMIT).flatMap(PathCommit::found);
  }

  /** How many source commits are newer than the selected one, and may get an image later. */
  public int newerCommits() {
    return known(Questions.SELECTED_COMMIT).map(SelectedCommit::newer).orElse(0);
  }

  /** The tag of the commit that is to be deployed, once that is known. */
  public Optional<String> desiredTag() {
    return selected().map(binding.image().tagFormat()::tagOf);
  }

  /** The digest that is to be written beside the desired tag, once it is known. */
  public Optional<String> desiredDigest() {
    return known(Questions.IMAGE).map(ImageSeen::digest);
  }

  /** When the image with the desired tag was first found; empty if it was not looked for. */
  public Optional<Instant> imageFoundAt() {
    return known(Questions.IMAGE)
        .filter(ImageSeen::found)
        .flatMap(_ -> fact(Questions.IMAGE).readAt());
  }

  /** The tags that landed in the file by the status, whether or not the file still holds them. */
  public Set<String> landedTags() {
    LandedTag landed = status.landed();
    LastPush push = status.lastPush();
    Set<String> tags = new HashSet<>();
    if (landed != null && landed.tag() != null && isHere(landed.file(), landed.selection())) {
      tags.add(landed.tag());
    }
    if (push != null && push.toTag() != null && isHere(push.file(), push.selection())) {
      tags.add(push.toTag());
    }
    return tags;
  }

  private boolean isHere(@Nullable String file, @Nullable String selection) {
    return binding.file().equals(file) && binding.selection().equals(selection);
  }

  /** The operator's own commit that wrote the desired tag to the file, if one is known. */
  public Optional<OwnCommit> ownLanded() {
    return desiredTag()
        .flatMap(
            tag ->
                known(Questions.OWN_COMMIT)
                    .flatMap(Function.identity())
                    .filter(commit -> commit.landed(binding, tag)));
  }
}

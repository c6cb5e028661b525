package dev.gitopsbinding.git.lane.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.merge.Fork;
import dev.gitopsbinding.git.merge.TreeMerge;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.CommitSigner;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Makes the commit that brings the base into a head.
 *
 * @param head the branch that the merge is made for
 * @param base the branch that is merged
 * @param signing the change whose key signs the merge; null: it is not signed
 */
record BaseMerge(
    FileRepository repository,
    RemoteBranch head,
    RemoteBranch base,
    LaneSettings settings,
    @Nullable ChangeSet signing) {
  /**
   * Merges in the local copy, without a work tree.
   *
   * @param own whether all commits of the head are the operator's: then the base wins where both
   *     changed the same lines, because the bindings write theirs again
   * @return empty if there is nothing to merge, if both changed the same lines and somebody's
   *     change would be lost, if the merge takes too much, or if it cannot be signed
   */
  Optional<ObjectId> commit(ObjectId ours, ObjectId theirs, boolean own) throws IOException {
    List<ObjectId> bases = Fork.mergeBases(repository, ours, theirs);
    // If clocks of committers differ much, a head may seem to lag that does not.
    if (bases.size() != 1 || bases.getFirst().equals(theirs)) {
      return Optional.empty();
    }
    try (PackInserter inserter = repository.getObjectDatabase().newPackInserter();
        ObjectReader reader = inserter.newReader();
        RevWalk walk = new RevWalk(reader)) {
      TreeMerge.Conflicts conflicts =
          own ? TreeMerge.Conflicts.TAKE_THEIRS : TreeMerge.Conflicts.GIVE_UP;
      TreeMerge merge = new TreeMerge(reader, inserter, conflicts, settings.fileSizeLimit());
      Optional<ObjectId> tree =
          merge.merge(
              walk.parseCommit(bases.getFirst()).getTree(),
              walk.parseCommit(ours).getTree(),
              walk.parseCommit(theirs).getTree());
      if (tree.isEmpty()) {
        return Optional.empty();
      }
      return switch (sealed(commit(tree.get(), ours, theirs))) {
        // The change itself fails too, and says why.
        case Result.Failed<CommitBuilder> _ -> Optional.empty();
        case Result.Ok<CommitBuilder>(CommitBuilder commit) -> {
          ObjectId made = inserter.insert(commit);
          inserter.flush();
          yield Optional.of(made);
        }
      };
    }
  }

  private Result<CommitBuilder> sealed(CommitBuilder commit) throws IOException {
    CommitSigner signer = signing == null ? null : signing.signer();
    if (signing == null || signer == null) {
      return Result.ok(commit);
    }
    commit.setMessage(
        "%s\n%s: %s\n".formatted(commit.getMessage(), Committers.MERGE_TRAILER, signing.binding()));
    return SignedCommit.of(commit, signer);
  }

  private CommitBuilder commit(ObjectId tree, ObjectId ours, ObjectId theirs) {
    PersonIdent operator =
        new PersonIdent(
            settings.committer().name(),
            settings.committer().email(),
            settings.clock().instant(),
            ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentIds(ours, theirs);
    commit.setAuthor(operator);
    commit.setCommitter(operator);
    commit.setEncoding(UTF_8);
    commit.setMessage(
        "Merge branch %s into %s\n\n%s has commits that %s lacked.\n"
            .formatted(base.branch(), head.branch(), base.branch(), head.branch()));
    return commit;
  }
}

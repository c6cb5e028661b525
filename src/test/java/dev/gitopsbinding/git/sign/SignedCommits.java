package dev.gitopsbinding.git.sign;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.COMMITTER;
import static dev.gitopsbinding.git.LaneFixture.ok;

import dev.gitopsbinding.git.lane.push.SignedCommit;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.CommitSigner;
import java.io.IOException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/** Makes signed commits without files of their own. */
final class SignedCommits {
  private SignedCommits() {}

  static String on(Repository repository, String parent, CommitSigner signer) throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(walk.parseCommit(ObjectId.fromString(parent)).getTree());
      commit.setParentId(ObjectId.fromString(parent));
      commit.setAuthor(person(AUTHOR));
      commit.setCommitter(person(COMMITTER));
      commit.setMessage("chore: \u00fcpdate\n\nGitOps-Binding: shop/web\n");
      String made = inserter.insert(ok(SignedCommit.of(commit, signer))).name();
      inserter.flush();
      return made;
    }
  }

  private static PersonIdent person(ChangeSet.Author author) {
    return new PersonIdent(author.name(), author.email());
  }
}

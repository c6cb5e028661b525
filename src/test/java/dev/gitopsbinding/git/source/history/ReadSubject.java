package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.CommitSha;
import java.io.IOException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** What a read of a local copy found in it; beyond reach if it lacks a commit. */
record ReadSubject(@Nullable String text, boolean folders) implements HistoryAnswer {
  static ReadSubject of(FileRepository local, CommitSha commit) throws IOException {
    ObjectId id = ObjectId.fromString(commit.hex());
    if (!local.getObjectDatabase().has(id)) {
      return new ReadSubject(null, false);
    }
    try (RevWalk walk = new RevWalk(local)) {
      RevCommit read = walk.parseCommit(id);
      return new ReadSubject(read.getShortMessage(), local.getObjectDatabase().has(read.getTree()));
    }
  }

  @Override
  public boolean isBeyondReach() {
    return text == null;
  }
}

package dev.gitopsbinding.git.store.read;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.HostText;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Finds the last change of a file. At each commit it follows the first parent with the same file,
 * as git-log(1) does by default ("History Simplification").
 */
public final class History {
  private static final byte[] PARENT = Constants.encodeASCII("parent ");

  /** After this time the search stops, as if the shallow history ended there. */
  private static final Duration SEARCH_TIME = Duration.ofSeconds(5);

  private static final int AFTER_TREE = "tree \n".length() + Constants.OBJECT_ID_STRING_LENGTH;

  private final FileRepository repository;
  private final RepositoryPath path;

  public History(FileRepository repository, RepositoryPath path) {
    this.repository = repository;
    this.path = path;
  }

  /**
   * The last change of the file.
   *
   * @param tip where the search starts
   * @return fails with {@code FILE_NOT_FOUND} if the whole history is known and holds no such file
   */
  public Result<LastChange> lastChange(ObjectId tip) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(tip);
      ObjectId file = file(commit);
      TimeLimit limit = TimeLimit.in(SEARCH_TIME);
      Optional<RevCommit> same = parentWith(walk, commit, file);
      while (same.isPresent() && !limit.expired()) {
        commit.disposeBody();
        commit = same.get();
        same = parentWith(walk, commit, file);
      }
      boolean cut = same.isPresent() || (commit.getParentCount() == 0 && namesParents(commit));
      if (!cut && commit.getParentCount() == 0 && file.equals(ObjectId.zeroId())) {
        return Result.failed(
            new Failure.File(
                Reason.FILE_NOT_FOUND,
                "spec.manifest.path: there is no file "
                    + path
                    + " in the branch's history. "
                    + Reason.FILE_NOT_FOUND.remedy()));
      }
      return Result.ok(new LastChange(new CommitSha(commit.name()), author(commit), !cut));
    }
  }

  private Optional<RevCommit> parentWith(RevWalk walk, RevCommit commit, ObjectId file)
      throws IOException {
    for (RevCommit parent : commit.getParents()) {
      walk.parseHeaders(parent);
      if (file(parent).equals(file)) {
        return Optional.of(parent);
      }
    }
    return Optional.empty();
  }

  private ObjectId file(RevCommit commit) throws IOException {
    try (ObjectReader reader = repository.newObjectReader()) {
      return TreePath.entry(reader, commit.getTree(), path).orElse(ObjectId.zeroId());
    }
  }

  /** Whether the shallow history ends at the commit, though the commit has parents. */
  public static boolean isCut(RevCommit commit) {
    return commit.getParentCount() == 0 && namesParents(commit);
  }

  /** Whether the commit has parents, also if the shallow history does not contain them. */
  static boolean namesParents(RevCommit commit) {
    return RawParseUtils.match(commit.getRawBuffer(), AFTER_TREE, PARENT) >= 0;
  }

  private static String author(RevCommit commit) {
    PersonIdent author = commit.getAuthorIdent();
    return author == null
        ? "unknown"
        : HostText.clean(author.getName() + " (" + author.getEmailAddress() + ")", List.of());
  }
}

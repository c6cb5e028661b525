package dev.gitopsbinding.git.lane.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.store.EditFailure;
import dev.gitopsbinding.git.store.read.FileSite;
import dev.gitopsbinding.git.store.read.TreePath;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.CommitSigner;
import dev.gitopsbinding.model.change.EditResult;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevWalk;

/** Makes one commit for each change set, each on top of the previous one, all in one pack. */
public final class CommitChain implements AutoCloseable {
  private sealed interface Edited {
    record Tree(ObjectId root, List<String> replaced) implements Edited {}

    record NotEdited(Applied result) implements Edited {}
  }

  /**
   * From this number of changes on, the objects are not compressed: the trees above the files take
   * nearly all of the pack, and more than half of a tree are hashes. To compress 1 000 versions of
   * a tree of 40 KB, and to expand them for the push, took a quarter of its processor time.
   */
  private static final int MANY_CHANGES = 100;

  /**
   * Bytes of files that are written without compression; what follows is compressed, because a
   * thousand versions of a file of 1 MiB would not fit into the disk budget.
   */
  static final long MAX_UNCOMPRESSED = 16L << 20;

  private final LaneSettings settings;
  private final FileSite base;
  private final PackInserter inserter;
  private final ObjectReader reader;
  private final Instant time;

  /** Bytes of files that may still be written without compression; below zero where none may. */
  private long uncompressed;

  private ObjectId top;
  private ObjectId root;

  /**
   * @param base the commit below the first one of the chain
   * @param changes how many change sets are applied at most
   */
  public CommitChain(FileRepository repository, FileSite base, LaneSettings settings, int changes)
      throws IOException {
    this.settings = settings;
    this.base = base;
    this.inserter = repository.getObjectDatabase().newPackInserter();
    // JGit's default is the best compression, and a commit in a folder of a thousand files writes a
    // tree of 40 KB. The objects live no longer than the copy, and a push sends deltas.
    this.uncompressed = changes < MANY_CHANGES ? -1 : MAX_UNCOMPRESSED;
    inserter.setCompressionLevel(uncompressed < 0 ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
    this.reader = inserter.newReader();
    this.time = settings.clock().instant();
    this.top = base.commit();
    try (RevWalk walk = new RevWalk(repository)) {
      this.root = walk.parseCommit(base.commit()).getTree().getId();
    }
  }

  /** The newest commit, or the base if none was made. */
  public ObjectId top() {
    return top;
  }

  /** Applies all edits of the change set, or none. */
  public Applied apply(ChangeSet changeSet) throws IOException {
    Edited edited;
    try {
      if (!changeSet.wanted().getAsBoolean()) {
        return new Applied.Withdrawn();
      }
      edited = edit(changeSet);
    } catch (RuntimeException | StackOverflowError e) {
      // Fails this change set only: the fault is in its edits.
      return new Applied.Failed(EditFailure.failure(changeSet.binding().toString(), e));
    }
    return switch (edited) {
      case Edited.NotEdited(Applied result) -> result;
      case Edited.Tree(ObjectId tree, _) when tree.equals(root) -> new Applied.Unchanged();
      case Edited.Tree(ObjectId tree, List<String> replaced) ->
          committed(changeSet, tree, replaced);
    };
  }

  private Applied committed(ChangeSet changeSet, ObjectId tree, List<String> replaced)
      throws IOException {
    CommitSigner signer = changeSet.signer();
    CommitBuilder unsigned = commit(changeSet, tree);
    Result<CommitBuilder> commit =
        signer == null ? Result.ok(unsigned) : SignedCommit.of(unsigned, signer);
    return switch (commit) {
      // Others of the batch have keys of their own.
      case Result.Failed<CommitBuilder>(Failure failure) -> new Applied.Failed(failure);
      case Result.Ok<CommitBuilder>(CommitBuilder made) -> {
        top = inserter.insert(made);
        root = tree;
        yield new Applied.Committed(top, replaced);
      }
    };
  }

  /** Writes the pack, so that other readers see the commits. */
  public void flush() throws IOException {
    inserter.flush();
  }

  @Override
  public void close() {
    reader.close();
    inserter.close();
  }

  private Edited edit(ChangeSet changeSet) throws IOException {
    ObjectId tree = root;
    List<String> replaced = new ArrayList<>();
    for (ChangeSet.FileEdit edit : changeSet.edits()) {
      switch (edit(tree, edit)) {
        case Edited.Tree(ObjectId edited, List<String> old) -> {
          tree = edited;
          replaced.addAll(old);
        }
        case Edited.NotEdited result -> {
          return result;
        }
      }
    }
    return new Edited.Tree(tree, replaced);
  }

  private Edited edit(ObjectId tree, ChangeSet.FileEdit edit) throws IOException {
    return switch (TreePath.find(reader, tree, edit.path(), base)) {
      case Result.Failed<TreePath>(Failure failure) -> failed(failure);
      case Result.Ok<TreePath>(TreePath path) ->
          switch (path.read(reader, settings.fileSizeLimit())) {
            case Result.Failed<Content>(Failure failure) -> failed(failure);
            case Result.Ok<Content>(Content content) ->
                written(tree, path, edit.edit().apply(content));
          };
    };
  }

  private Edited written(ObjectId tree, TreePath path, EditResult result) throws IOException {
    return switch (result) {
      case EditResult.Edited(Content content, List<String> replaced) -> {
        ObjectId edited = path.replace(inserter, content);
        wrote(content);
        yield new Edited.Tree(edited, replaced);
      }
      case EditResult.AlreadyApplied() -> new Edited.Tree(tree, List.of());
      case EditResult.Superseded _ -> new Edited.NotEdited(new Applied.Superseded());
      case EditResult.Refused(Failure.File failure) -> failed(failure);
    };
  }

  /** Begins a compressed pack once the files of this one are too large together. */
  private void wrote(Content content) throws IOException {
    if (uncompressed >= 0) {
      uncompressed -= content.size();
      if (uncompressed < 0) {
        inserter.flush();
        inserter.setCompressionLevel(Deflater.BEST_SPEED);
      }
    }
  }

  private static Edited failed(Failure failure) {
    return new Edited.NotEdited(new Applied.Failed(failure));
  }

  private CommitBuilder commit(ChangeSet changeSet, ObjectId tree) {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setParentId(top);
    commit.setAuthor(person(changeSet.author()));
    commit.setCommitter(person(settings.committer()));
    commit.setEncoding(UTF_8);
    commit.setMessage(changeSet.message());
    return commit;
  }

  private PersonIdent person(ChangeSet.Author author) {
    return new PersonIdent(author.name(), author.email(), time, ZoneOffset.UTC);
  }
}

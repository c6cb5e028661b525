package dev.gitopsbinding.bench.fleet;

import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** The branch {@code main} of a bare repository, read on the server's disk. */
public final class ManifestBranch implements AutoCloseable {
  private final Path ref;
  private final Path reflog;
  private final Repository repository;

  /** One commit: its id, its first parent, and the binding and the source in its trailers. */
  public record Entry(
      String id, String parent, Optional<String> binding, Optional<String> source) {}

  ManifestBranch(GitRepository bare) {
    this.ref = bare.directory().resolve("refs/heads/main");
    this.reflog = bare.directory().resolve("logs/refs/heads/main");
    try {
      this.repository =
          new FileRepositoryBuilder().setGitDir(bare.directory().toFile()).setBare().build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit the branch points at now. */
  public String tip() {
    try {
      return Files.readString(ref).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every commit that the branch ever pointed at, the oldest first. */
  public List<String> tips() {
    if (!Files.exists(reflog)) {
      return List.of();
    }
    try {
      return Files.readAllLines(reflog, StandardCharsets.UTF_8).stream()
          .map(line -> line.substring(41, 81))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commits from the tip down to {@code base}, which is left out. */
  public List<Entry> commits(String tip, String base) {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(ObjectId.fromString(tip)));
      walk.markUninteresting(walk.parseCommit(ObjectId.fromString(base)));
      List<Entry> entries = new ArrayList<>();
      for (RevCommit commit : walk) {
        entries.add(
            new Entry(
                commit.name(),
                commit.getParent(0).name(),
                commit.getFooterLines("GitOps-Binding").stream().findFirst(),
                commit.getFooterLines("GitOps-Source").stream().findFirst()));
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files that differ between two commits, with their text at the newer one. */
  public Map<String, String> changed(String older, String newer) {
    try (RevWalk walk = new RevWalk(repository);
        TreeWalk trees = new TreeWalk(repository)) {
      trees.setRecursive(true);
      trees.setFilter(TreeFilter.ANY_DIFF);
      trees.addTree(walk.parseCommit(ObjectId.fromString(older)).getTree());
      trees.addTree(walk.parseCommit(ObjectId.fromString(newer)).getTree());
      Map<String, String> texts = new HashMap<>();
      while (trees.next()) {
        ObjectId blob = trees.getObjectId(1);
        if (!blob.equals(ObjectId.zeroId())) {
          byte[] bytes = trees.getObjectReader().open(blob).getBytes();
          texts.put(trees.getPathString(), new String(bytes, StandardCharsets.UTF_8));
        }
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}

package dev.gitopsbinding.testing.git;

import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A repository driven by git's own command line, apart from the user's configuration. Bare ones are
 * written by plumbing commands, clones by the commands people use.
 */
public final class GitRepository {
  private static final Map<String, String> ISOLATED =
      Map.ofEntries(
          Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
          Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
          Map.entry("GIT_TERMINAL_PROMPT", "0"),
          Map.entry("GIT_AUTHOR_NAME", "Ada"),
          Map.entry("GIT_AUTHOR_EMAIL", "ada@example.com"),
          Map.entry("GIT_COMMITTER_NAME", "Ada"),
          Map.entry("GIT_COMMITTER_EMAIL", "ada@example.com"),
          Map.entry("LC_ALL", "C"));

  /** Added to a bare repository's own; a command for each variable would cost more. */
  private static final String CONFIGURATION =
      """
      [http]
      	receivepack = true
      [uploadpack]
      	allowFilter = true
      [receive]
      	autogc = false
      """;

  /** Otherwise many git commands check at their end whether there is something to pack. */
  private static final String WITHOUT_MAINTENANCE =
      """
      [maintenance]
      	auto = false
      """;

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

  private final Path directory;
  private final Command command;

  /** What was read last, with the commit, by branch and path. */
  private final Map<String, Map.Entry<String, byte[]>> read = new ConcurrentHashMap<>();

  private GitRepository(Path directory, Command command) {
    this.directory = directory;
    this.command = command;
  }

  /** Makes an empty bare repository whose HEAD is {@code main}. */
  public static GitRepository bare(Path directory) {
    return init(directory, "--bare");
  }

  /** Makes an empty bare repository of the SHA-256 object format. */
  public static GitRepository bareSha256(Path directory) {
    return init(directory, "--bare", "--object-format=sha256");
  }

  /**
   * Clones with the git command line.
   *
   * @param environment for example {@code GIT_SSH_COMMAND} of {@link SshGitServer#environment()}
   */
  public static GitRepository clone(String url, Path directory, Map<String, String> environment) {
    create(directory);
    Command command = Command.in(directory).with(ISOLATED).with(environment);
    command.run("git", "clone", "-q", url, ".");
    append(directory.resolve(".git/config"), WITHOUT_MAINTENANCE);
    return new GitRepository(directory, command);
  }

  private static GitRepository init(Path directory, String... options) {
    create(directory);
    Command command = Command.in(directory).with(ISOLATED);
    GitRepository repository = new GitRepository(directory, command);
    List<String> arguments = new ArrayList<>(List.of("init", "-q", "-b", "main", "--template="));
    arguments.addAll(List.of(options));
    repository.git(arguments.toArray(String[]::new));
    append(directory.resolve("config"), CONFIGURATION + WITHOUT_MAINTENANCE);
    return repository;
  }

  /** The same repository, with more environment variables for git. */
  public GitRepository with(Map<String, String> environment) {
    return new GitRepository(directory, command.with(environment));
  }

  /** Runs git here with an input; it has to succeed. Answers what it printed. */
  public String feed(byte[] input, String... arguments) {
    return command.feed(input, prepend(arguments)).text();
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** Runs git here; it has to succeed. Answers what it printed. */
  public String git(String... arguments) {
    return command.run(prepend(arguments));
  }

  /** Runs git here; it may fail. */
  public Command.Output attempt(String... arguments) {
    return command.attempt(new byte[0], prepend(arguments));
  }

  /** Commits one file to a branch of a bare repository. Answers the commit's SHA. */
  public String commit(String branch, String path, String content) {
    return commit(branch, Map.of(path, content), "change " + path);
  }

  /** Commits files to a branch of a bare repository; the branch is made if it is missing. */
  public String commit(String branch, Map<String, String> files, String message) {
    Map<String, byte[]> bytes = new TreeMap<>();
    files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return commitBytes(branch, bytes, message);
  }

  /** Commits files of any bytes to a branch of a bare repository. */
  public String commitBytes(String branch, Map<String, byte[]> files, String message) {
    return commitEntries(branch, "100644", files, message, true);
  }

  /** Commits a tree that holds these files and nothing else. */
  public String commitOnly(String branch, Map<String, byte[]> files, String message) {
    return commitEntries(branch, "100644", files, message, false);
  }

  /** Commits a symbolic link. */
  public String commitSymlink(String branch, String path, String target) {
    byte[] content = target.getBytes(StandardCharsets.UTF_8);
    return commitEntries(branch, "120000", Map.of(path, content), "link " + path, true);
  }

  /** The commit a branch points at; has to exist. */
  public String tip(String branch) {
    return loose(branch).orElseGet(() -> git("rev-parse", "refs/heads/" + branch));
  }

  /** The same from the file that every commit writes: a process for each look costs 4 ms. */
  private Optional<String> loose(String branch) {
    try {
      String text = Files.readString(directory.resolve("refs/heads").resolve(branch)).strip();
      return Optional.of(text).filter(COMMIT.asMatchPredicate());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bytes of a file at the tip of a branch. Those who wait for a change ask again and again: a
   * process is started only where the branch has moved.
   */
  public byte[] bytes(String branch, String path) {
    return loose(branch)
        .map(tip -> blob(branch + ":" + path, tip + ":" + path))
        .orElseGet(() -> blob(branch + ":" + path))
        .clone();
  }

  private byte[] blob(String atBranch, String atCommit) {
    return read.compute(
            atBranch,
            (_, last) ->
                last != null && last.getKey().equals(atCommit)
                    ? last
                    : Map.entry(atCommit, blob(atCommit)))
        .getValue();
  }

  private byte[] blob(String name) {
    return command.feed(new byte[0], "git", "cat-file", "blob", name).content().bytes();
  }

  /** The text of a file at the tip of a branch, to its last byte. */
  public String text(String branch, String path) {
    return new String(bytes(branch, path), StandardCharsets.UTF_8);
  }

  /**
   * The commits of a branch, newest first, in a format of git-log(1).
   *
   * @param format for example {@code %H %an %s}
   */
  public List<String> log(String branch, String format) {
    return git("log", "--format=" + format, branch).lines().toList();
  }

  /** Writes a file into a clone's work tree; add and commit it with {@link #git}. */
  public void write(String path, String content) {
    Path file = directory.resolve(path);
    create(file.getParent());
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a hook, for example {@code pre-receive}, as a shell script's body. */
  public void hook(String name, String body) {
    Path hook = directory.resolve("hooks").resolve(name);
    try {
      Files.createDirectories(hook.getParent());
      Files.writeString(hook, "#!/bin/sh\n" + body + "\n");
      Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Declines every push with a message. */
  public void declinePushes(String message) {
    hook("pre-receive", "cat >/dev/null; echo '" + message + "' >&2; exit 1");
  }

  /** Takes a hook away. */
  public void removeHook(String name) {
    try {
      Files.deleteIfExists(directory.resolve("hooks").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes blobs, trees and commit by one git command: tests make thousands of commits. The objects
   * stay loose, as those of single commands do.
   */
  private String commitEntries(
      String branch, String mode, Map<String, byte[]> files, String message, boolean keepOthers) {
    byte[] stream =
        new FastImportCommit("refs/heads/" + branch, message)
            .stream(exists(branch), keepOthers, mode, files);
    return command
        .feed(
            stream,
            "git",
            "-c",
            "fastimport.unpackLimit=" + Integer.MAX_VALUE,
            "-c",
            "core.fsync=none",
            "fast-import",
            "--quiet",
            "--date-format=now")
        .text();
  }

  /** Without a process where no branch was ever packed, as in a new repository. */
  private boolean exists(String branch) {
    return loose(branch).isPresent()
        || (Files.exists(directory.resolve("packed-refs"))
            && attempt("rev-parse", "--verify", "-q", "refs/heads/" + branch).exitCode() == 0);
  }

  private static String[] prepend(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "git";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

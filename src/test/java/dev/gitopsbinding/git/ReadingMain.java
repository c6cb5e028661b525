package dev.gitopsbinding.git;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.git.GitParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;

/**
 * Reads one tip in a process of its own, over a repository on disk as lanes have one. Arguments:
 * the URL, a folder for the repository, and the files of the CA or of the private key and known
 * hosts.
 */
final class ReadingMain {
  private ReadingMain() {}

  public static void main(String[] arguments) throws IOException {
    Connector connector = GitParts.connector(Reading.SETTINGS);
    try (Repository local = new FileRepository(arguments[1])) {
      local.create(true);
      RepositoryUrl url = RepositoryUrl.parse(arguments[0]);
      Remote remote = new Remote(new RemoteBranch(url, "main"), credential(arguments), "shop");
      Result<CommitSha> tip = new LsRefs(connector).tip(remote, local, Reading.TIMEOUT);
      System.out.println(tip);
    }
  }

  private static Credential credential(String... arguments) throws IOException {
    String first = Files.readString(Path.of(arguments[2]));
    return arguments.length == 3
        ? new Credential.Anonymous(first)
        : new Credential.SshKey(first, null, Files.readString(Path.of(arguments[3])));
  }
}

package dev.gitopsbinding.git.sign;

import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether git accepts the signature of a commit; needs a folder for a file. */
record SshSignatureJudge(GitRepository repository, Path folder) {
  /** The exit code of {@code git verify-commit}, where the key may sign for an address alone. */
  int verify(String commit, String email, SshKeyFile key) throws IOException {
    Path allowed = folder.resolve("allowed");
    Files.writeString(allowed, email + " namespaces=\"git\" " + key.publicKey() + "\n");
    return Command.in(repository.directory())
        .attempt(
            new byte[0],
            "git",
            "-c",
            "gpg.ssh.allowedSignersFile=" + allowed,
            "verify-commit",
            commit)
        .exitCode();
  }
}

package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.CommitSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.PersonIdent;

/** Puts committer and signature into commits. */
public final class SignedCommit {
  private SignedCommit() {}

  /**
   * The same commit, committed and signed by the owner of the key. Everything else has to be set.
   * The header is {@code gpgsig} for keys of all kinds (gitformat-signature).
   *
   * @return fails with {@code SECRET_INVALID}
   */
  public static Result<CommitBuilder> of(CommitBuilder commit, CommitSigner signer)
      throws IOException {
    ChangeSet.Author by = signer.committer();
    PersonIdent operator = commit.getCommitter();
    commit.setCommitter(
        new PersonIdent(by.name(), by.email(), operator.getWhenAsInstant(), operator.getZoneId()));
    return signer
        .sign(commit.build())
        .then(
            signature -> {
              commit.setGpgSignature(
                  new GpgSignature(signature.getBytes(StandardCharsets.US_ASCII)));
              return Result.ok(commit);
            });
  }
}

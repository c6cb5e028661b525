package dev.gitopsbinding.git.sign;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.COMMITTER;
import static dev.gitopsbinding.git.LaneFixture.ok;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.change.CommitSigner;
import dev.gitopsbinding.testing.TemporaryFolder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Secrets with keys that sign, and what makes signers of them. */
final class SigningFixture implements AutoCloseable {
  static final RepositoryUrl MANIFEST = RepositoryUrl.parse("https://git.example.com/acme/deploy");

  final TemporaryFolder folder = TemporaryFolder.create("sign");
  final Committers committers = new Committers(COMMITTER);
  final CommitSigners signers = new CommitSigners(committers, Clock.systemUTC(), Clock.systemUTC());

  CommitSigner signer(SecretData secret) throws InterruptedException {
    return ok(signers.of(secret, MANIFEST, AUTHOR));
  }

  static SecretData secret(String key, String value, String passphrase) {
    Map<String, byte[]> data = new HashMap<>(Map.of(key, bytes(value)));
    if (!passphrase.isEmpty()) {
      data.put("passphrase", bytes(passphrase + "\n"));
    }
    return new SecretData("shop", "signing", "gitopsbinding.dev/signing", Map.of(), data);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    folder.close();
  }
}

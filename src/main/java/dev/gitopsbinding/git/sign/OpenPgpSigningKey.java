package dev.gitopsbinding.git.sign;

import dev.gitopsbinding.model.change.ChangeSet.Author;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Signs as {@code gpg --detach-sign --armor} does (RFC 9580, section 5.2). */
final class OpenPgpSigningKey implements SigningKey {
  private final PGPKeyPair pair;
  private final List<Author> users;
  private final @Nullable Instant expires;
  private final Clock clock;

  /**
   * @param users who owns the key, the primary user id first
   * @param expires when the key or its primary key expires; null for never
   * @param clock for the times in signatures
   */
  OpenPgpSigningKey(PGPKeyPair pair, List<Author> users, @Nullable Instant expires, Clock clock) {
    this.pair = pair;
    this.users = List.copyOf(users);
    this.expires = expires;
    this.clock = clock;
  }

  /** The user id with the author's address; else the primary one. */
  @Override
  public Author committer(Author author) {
    return users.stream()
        .filter(user -> user.email().equalsIgnoreCase(author.email()))
        .findFirst()
        .or(() -> users.stream().findFirst())
        .orElse(author);
  }

  @Override
  public String sign(byte[] commit) throws UnusableKeyException, GeneralSecurityException {
    Instant now = clock.instant();
    if (expires != null && !now.isBefore(expires)) {
      throw new UnusableKeyException(OpenPgpKeyReader.expired(expires));
    }
    try {
      PGPSignatureGenerator generator =
          new PGPSignatureGenerator(
              new BcPGPContentSignerBuilder(
                  pair.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512),
              pair.getPublicKey());
      generator.init(PGPSignature.BINARY_DOCUMENT, pair.getPrivateKey());
      var described = new PGPSignatureSubpacketGenerator();
      described.setSignatureCreationTime(false, Date.from(now));
      described.setIssuerFingerprint(false, pair.getPublicKey());
      generator.setHashedSubpackets(described.generate());
      var found = new PGPSignatureSubpacketGenerator();
      found.setIssuerKeyID(false, pair.getKeyID());
      generator.setUnhashedSubpackets(found.generate());
      generator.update(commit);
      return armored(generator.generate());
    } catch (PGPException | IOException e) {
      throw new GeneralSecurityException(e.getClass().getSimpleName(), e);
    }
  }

  private static String armored(PGPSignature signature) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var armor = ArmoredOutputStream.builder().clearHeaders().build(bytes)) {
      signature.encode(armor);
    }
    return bytes.toString(StandardCharsets.US_ASCII).replace("\r\n", "\n");
  }
}

package dev.gitopsbinding.git.sign;

import dev.gitopsbinding.model.change.ChangeSet.Author;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Signs as {@code ssh-keygen -Y sign -n git} does (OpenSSH, PROTOCOL.sshsig). A signature for git
 * is of no use at a login or for files, because it names what it is for.
 */
final class SshSigningKey implements SigningKey {
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final String NAMESPACE = "git";
  private static final String HASH = "sha512";

  /** The format allows no signature by SHA-1, which is what the type of RSA keys stands for. */
  private static final Map<String, BuiltinSignatures> ALGORITHMS =
      Map.of(
          "ssh-ed25519", BuiltinSignatures.ed25519,
          "ssh-rsa", BuiltinSignatures.rsaSHA512,
          "ecdsa-sha2-nistp256", BuiltinSignatures.nistp256,
          "ecdsa-sha2-nistp384", BuiltinSignatures.nistp384,
          "ecdsa-sha2-nistp521", BuiltinSignatures.nistp521);

  private static final int LINE = 70;

  private final KeyPair pair;
  private final BuiltinSignatures algorithm;

  private SshSigningKey(KeyPair pair, BuiltinSignatures algorithm) {
    this.pair = pair;
    this.algorithm = algorithm;
  }

  static SshSigningKey of(KeyPair pair) throws UnusableKeyException {
    @Nullable String type = KeyUtils.getKeyType(pair);
    BuiltinSignatures algorithm = type == null ? null : ALGORITHMS.get(type);
    if (algorithm == null) {
      throw new UnusableKeyException(
          "is of a type by which git does not sign; use one of ed25519, ecdsa or rsa");
    }
    return new SshSigningKey(pair, algorithm);
  }

  /** A key names nobody; the comment beside it is not a part of it. */
  @Override
  public Author committer(Author author) {
    return author;
  }

  @Override
  public String sign(byte[] commit) throws GeneralSecurityException {
    Buffer signed = new ByteArrayBuffer();
    signed.putRawBytes(MAGIC);
    signed.putString(NAMESPACE);
    signed.putString("");
    signed.putString(HASH);
    signed.putBytes(MessageDigest.getInstance("SHA-512").digest(commit));
    Buffer whole = new ByteArrayBuffer();
    whole.putRawBytes(MAGIC);
    whole.putUInt(VERSION);
    Buffer key = new ByteArrayBuffer();
    key.putRawPublicKey(pair.getPublic());
    whole.putBytes(key.getCompactData());
    whole.putString(NAMESPACE);
    whole.putString("");
    whole.putString(HASH);
    whole.putBytes(signature(signed.getCompactData()));
    return "-----BEGIN SSH SIGNATURE-----\n"
        + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(whole.getCompactData())
        + "\n-----END SSH SIGNATURE-----\n";
  }

  private byte[] signature(byte[] data) throws GeneralSecurityException {
    try {
      Signature signer = algorithm.create();
      signer.initSigner(null, pair.getPrivate());
      signer.update(null, data);
      Buffer signature = new ByteArrayBuffer();
      signature.putString(algorithm.getName());
      signature.putBytes(signer.sign(null));
      return signature.getCompactData();
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) {
      // The library declares no narrower type.
      throw new GeneralSecurityException(e.getClass().getSimpleName(), e);
    }
  }
}

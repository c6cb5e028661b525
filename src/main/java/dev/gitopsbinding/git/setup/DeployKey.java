package dev.gitopsbinding.git.setup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;

/**
 * A new key pair for one repository. Its text form never shows the private key.
 *
 * @param privateKey in OpenSSH's form, not encrypted: the operator has to read it
 * @param publicKey one line, as in {@code authorized_keys}
 */
public record DeployKey(String privateKey, String publicKey) {
  private static final int ED25519_BITS = 256;
  private static final int RSA_BITS = 4096;

  /**
   * Makes a key pair.
   *
   * @param isRsa whether the host takes RSA keys alone; else it is an Ed25519 key
   * @param comment what people recognize it by, one word
   */
  public static DeployKey generate(boolean isRsa, String comment) {
    try {
      KeyPair pair =
          isRsa
              ? KeyUtils.generateKeyPair(KeyPairProvider.SSH_RSA, RSA_BITS)
              : KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS);
      var file = new ByteArrayOutputStream();
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, comment, null, file);
      return new DeployKey(
          file.toString(StandardCharsets.US_ASCII),
          PublicKeyEntry.toString(pair.getPublic()) + " " + comment);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JVM can make these keys", e);
    }
  }

  @Override
  public String toString() {
    return publicKey;
  }
}

package dev.gitopsbinding.git;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells credentials apart without keeping them. */
final class CredentialDigest {
  private CredentialDigest() {}

  static String of(Credential credential) {
    MessageDigest digest = sha256();
    for (String part : parts(credential)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      // With its length before it, no part can be mistaken for the end of another.
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<String> parts(Credential credential) {
    return switch (credential) {
      case Credential.Anonymous(var authorities) -> List.of("anonymous", authorities.orElse(""));
      case Credential.SshKey(var key, var passphrase, var knownHosts) ->
          List.of("ssh", key, passphrase.orElse(""), knownHosts);
      case Credential.Basic(var username, var password, var authorities) ->
          List.of("basic", username, password, authorities.orElse(""));
      case Credential.Bearer(var token, var authorities) ->
          List.of("bearer", token, authorities.orElse(""));
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

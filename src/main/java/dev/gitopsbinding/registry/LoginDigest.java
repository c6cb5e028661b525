package dev.gitopsbinding.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells logins apart without keeping them. */
final class LoginDigest {
  private LoginDigest() {}

  static String of(RegistryAccess access) {
    return digest(
        Stream.concat(
                Stream.of(access.authorities().orElse("")),
                access.logins().stream().map(login -> of(Optional.of(login))))
            .toList());
  }

  static String of(Optional<RegistryLogin> login) {
    return login.isEmpty() ? "anonymous" : digest(parts(login.get()));
  }

  private static List<String> parts(RegistryLogin login) {
    return switch (login) {
      case RegistryLogin.Basic(var username, var password) -> List.of("basic", username, password);
      case RegistryLogin.IdentityToken(var token) -> List.of("identity", token);
      case RegistryLogin.RegistryToken(var token) -> List.of("registry", token);
    };
  }

  private static String digest(List<String> parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      // With its length before it, no part can be mistaken for the end of another.
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

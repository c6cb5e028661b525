package dev.gitopsbinding.git.sign;

import dev.gitopsbinding.model.change.ChangeSet.Author;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPCertificateComponent;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPUserId;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPSecretKey;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;
import org.bouncycastle.openpgp.api.exception.KeyPassphraseException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key that signs in an armored OpenPGP private key, and decrypts it. As gpg does, it
 * takes the newest subkey that may sign, and the primary key only where there is none.
 */
final class OpenPgpKeyReader {
  private static final Pattern USER_ID = Pattern.compile("\\s*(.*?)\\s*<([^<>]+)>\\s*");

  private static final Pattern BLOCK = Pattern.compile("-----BEGIN PGP PRIVATE KEY BLOCK-----");

  private final Clock clock;

  OpenPgpKeyReader(Clock clock) {
    this.clock = clock;
  }

  /**
   * The key that signs.
   *
   * @param passphrase null if there is none
   * @param passphraseKey the key of the Secret that holds the passphrase
   */
  OpenPgpSigningKey read(String text, @Nullable String passphrase, String passphraseKey)
      throws UnusableKeyException {
    OpenPGPKey key = parse(text);
    Date now = Date.from(clock.instant());
    OpenPGPSecretKey signing = signing(key, now);
    checkWork(signing.getPGPSecretKey());
    try {
      return new OpenPgpSigningKey(
          signing.unlock(passphrase == null ? null : passphrase.toCharArray()).getKeyPair(),
          users(key, now),
          expiry(key, signing.getPublicKey(), now).orElse(null),
          clock);
    } catch (KeyPassphraseException e) {
      throw new UnusableKeyException(
          passphrase == null
              ? "is encrypted; add its passphrase as the key '%s'".formatted(passphraseKey)
              : "cannot be decrypted with the passphrase in the key '%s'".formatted(passphraseKey));
    } catch (PGPException e) {
      throw new UnusableKeyException("cannot be decrypted; export it again with gpg");
    }
  }

  static String expired(Instant when) {
    return "expired on %s; extend it or make another one, and put it into the Secret"
        .formatted(when.truncatedTo(ChronoUnit.SECONDS));
  }

  private static OpenPGPKey parse(String text) throws UnusableKeyException {
    List<OpenPGPKey> keys;
    try {
      keys = new OpenPGPKeyReader(new BcOpenPGPImplementation()).parseKeys(text);
    } catch (IOException | RuntimeException e) {
      // The parsers throw various exceptions for a damaged key, and their messages may quote it.
      keys = List.of();
    }
    if (keys.isEmpty()) {
      throw new UnusableKeyException(
          "is not an armored OpenPGP private key, as gpg --armor --export-secret-keys writes it");
    }
    // The parser reads the first block only.
    long blocks = BLOCK.matcher(text).results().count();
    if (keys.size() > 1 || blocks > 1) {
      throw new UnusableKeyException(
          "holds %d private keys instead of one; export one only"
              .formatted(Math.max(keys.size(), blocks)));
    }
    return keys.getFirst();
  }

  private static OpenPGPSecretKey signing(OpenPGPKey key, Date now) throws UnusableKeyException {
    if (key.getPrimaryKey().getVersion() != PublicKeyPacket.VERSION_4) {
      throw new UnusableKeyException(
          "is of version %d, which gpg and most forges do not read; make one of version 4"
              .formatted(key.getPrimaryKey().getVersion()));
    }
    checkPrimary(key, now);
    List<OpenPGPSecretKey> present = present(key.getSigningKeys(now), key);
    if (!present.isEmpty()) {
      return present.getFirst();
    }
    for (OpenPGPSecretKey other : present(key.getKeys(), key)) {
      checkRevocation(other.getPublicKey(), now);
      checkExpiry(other.getPublicKey(), now);
    }
    throw new UnusableKeyException(
        "holds no secret key that may sign; export one by gpg --armor --export-secret-keys");
  }

  /** The keys whose secret is there, subkeys first, the newest first. */
  private static List<OpenPGPSecretKey> present(List<OpenPGPComponentKey> keys, OpenPGPKey of) {
    return keys.stream()
        .map(of::getSecretKey)
        .filter(Objects::nonNull)
        .filter(key -> !key.getPGPSecretKey().isPrivateKeyEmpty())
        .sorted(
            Comparator.comparing(OpenPGPSecretKey::isPrimaryKey)
                .thenComparing(OpenPGPSecretKey::getCreationTime, Comparator.reverseOrder()))
        .toList();
  }

  private static void checkPrimary(OpenPGPKey key, Date now) throws UnusableKeyException {
    checkRevocation(key.getPrimaryKey(), now);
    checkExpiry(key.getPrimaryKey(), now);
  }

  private static void checkRevocation(OpenPGPCertificateComponent key, Date now)
      throws UnusableKeyException {
    if (key.getRevocation(now) != null) {
      throw new UnusableKeyException("is revoked; make another one, and put it into the Secret");
    }
  }

  private static void checkExpiry(OpenPGPCertificateComponent key, Date now)
      throws UnusableKeyException {
    Date expires = key.getKeyExpirationDateAt(now);
    if (expires != null && !expires.toInstant().isAfter(now.toInstant())) {
      throw new UnusableKeyException(expired(expires.toInstant()));
    }
  }

  private static Optional<Instant> expiry(OpenPGPKey key, OpenPGPComponentKey signing, Date now) {
    return Stream.of(key.getPrimaryKey(), signing)
        .map(one -> one.getKeyExpirationDateAt(now))
        .filter(Objects::nonNull)
        .map(Date::toInstant)
        .min(Comparator.naturalOrder());
  }

  /** Argon2 may take gigabytes; the counts of the other functions end at about 65 MB to hash. */
  private static void checkWork(PGPSecretKey key) throws UnusableKeyException {
    S2K function = key.getS2K();
    if (function != null && function.getType() == S2K.ARGON_2) {
      throw new UnusableKeyException(
          "takes too much work to decrypt: it is encrypted with Argon2; encrypt it again with gpg --change-passphrase");
    }
  }

  private static List<Author> users(OpenPGPKey key, Date now) {
    return Stream.concat(
            Stream.ofNullable(key.getPrimaryUserId(now)), key.getValidUserIds(now).stream())
        .map(OpenPGPUserId::getUserId)
        .flatMap(id -> author(id).stream())
        .distinct()
        .toList();
  }

  /** Name and address; a user id without an address is nobody for git. */
  private static Optional<Author> author(String userId) {
    Matcher parts = USER_ID.matcher(userId);
    boolean usable = parts.matches() && userId.chars().noneMatch(Character::isISOControl);
    return usable
        ? Optional.of(new Author(withoutComment(parts.group(1)), parts.group(2).strip()))
        : Optional.empty();
  }

  /** GnuPG puts a comment into parentheses behind the name. */
  private static String withoutComment(String name) {
    return name.replaceFirst("\\s*\\([^()]*\\)$", "").replaceAll("[<>]", "");
  }
}

package dev.gitopsbinding.git.credential.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.git.credential.hostkey.KnownHosts.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;

/** A line is refused with its number, or trusts exactly the hosts that OpenSSH trusts. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KnownHostsFuzzTest {
  private static final String HOST = "git.example.com";
  private static final String TRUSTED =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
  private static final PublicKey KEY = keyOf("* " + TRUSTED);

  @FuzzTest
  void text(byte[] input) {
    parse(new String(input, StandardCharsets.UTF_8)).ifPresent(KnownHostsFuzzTest::judge);
  }

  /** Parts: the type of a key, and its bytes, each a character. */
  @FuzzTest
  void key(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    byte[] blob = parts.get(1).getBytes(StandardCharsets.ISO_8859_1);
    String line = HOST + " " + parts.get(0) + " " + Base64.getEncoder().encodeToString(blob);
    parse(line + "\n" + HOST + " " + TRUSTED).ifPresent(KnownHostsFuzzTest::judge);
  }

  /** Parts: the patterns of a line, a host and a port. */
  @FuzzTest
  void patterns(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String patterns = parts.get(0);
    String host = parts.get(1).matches("[a-z0-9.-]+") ? parts.get(1) : HOST;
    int port = parts.get(2).matches("[1-9][0-9]{0,3}") ? Integer.parseInt(parts.get(2)) : 22;
    if (!patterns.matches("[A-Za-z0-9._*?!,:%\\[\\]-]+")) {
      return;
    }

    Optional<KnownHosts> known = parse(patterns + " " + TRUSTED);
    Optional<KnownHosts> revoked = parse("* " + TRUSTED + "\n@revoked " + patterns + " " + TRUSTED);

    boolean matches = OpenSshPatterns.match(patterns, host, port);
    known.ifPresent(
        lines ->
            assertThat(lines.judge(host, port, KEY))
                .as("%s for %s:%d", patterns, host, port)
                .isEqualTo(matches ? Verdict.KNOWN : Verdict.UNKNOWN));
    revoked.ifPresent(
        lines ->
            assertThat(lines.judge(host, port, KEY) == Verdict.REVOKED)
                .as("@revoked %s for %s:%d", patterns, host, port)
                .isEqualTo(matches));
  }

  private static void judge(KnownHosts known) {
    for (int port : new int[] {22, 2222}) {
      assertThat(known.judge(HOST, port, KEY)).isNotNull();
      for (PublicKey key : known.keysOf(HOST, port)) {
        assertThat(known.judge(HOST, port, key)).isEqualTo(Verdict.KNOWN);
      }
    }
  }

  private static Optional<KnownHosts> parse(String text) {
    try {
      return Optional.of(KnownHosts.parse(text));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).matches("line [1-9][0-9]* is malformed");
      return Optional.empty();
    }
  }

  private static PublicKey keyOf(String line) {
    return KnownHosts.parse(line).keysOf(HOST, 22).getFirst();
  }

  /** The rule of sshd(8) and ssh_config(5), "PATTERNS", in its simplest form. */
  private static final class OpenSshPatterns {
    private OpenSshPatterns() {}

    static boolean match(String patterns, String host, int port) {
      String name = port == 22 ? host : "[" + host + "]:" + port;
      boolean found = false;
      for (String pattern : patterns.split(",", -1)) {
        boolean negated = pattern.startsWith("!");
        if (matchOne(negated ? pattern.substring(1) : pattern, name)) {
          if (negated) {
            return false;
          }
          found = true;
        }
      }
      return found;
    }

    /** Which prefixes of the name the pattern matches, one character of the pattern at a time. */
    private static boolean matchOne(String pattern, String name) {
      boolean[] prefixes = new boolean[name.length() + 1];
      prefixes[0] = true;
      for (int at = 0; at < pattern.length(); at++) {
        prefixes = longer(prefixes, pattern.charAt(at), name);
      }
      return prefixes[name.length()];
    }

    private static boolean[] longer(boolean[] prefixes, char wanted, String name) {
      boolean[] result = new boolean[prefixes.length];
      result[0] = wanted == '*' && prefixes[0];
      for (int end = 1; end < result.length; end++) {
        result[end] =
            wanted == '*'
                ? prefixes[end] || result[end - 1]
                : prefixes[end - 1] && isSame(wanted, name.charAt(end - 1));
      }
      return result;
    }

    private static boolean isSame(char pattern, char character) {
      return pattern == '?' || Character.toLowerCase(pattern) == Character.toLowerCase(character);
    }
  }
}
